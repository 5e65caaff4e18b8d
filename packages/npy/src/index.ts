export { elementArrays, bytesPerElement, isNpyDtype, toTypedArray, type NpyDtype, type TypedArray } from './typed-arrays';
export { beginsAsNpy, elementsOf, maximumHeaderBytes, NpyError, npyHeader, parseNpyHeader, type NpyHeader } from './npy-header';
export { checkLength, encodeNpy, npyOf, parseNpy, type NpyArray } from './npy';
