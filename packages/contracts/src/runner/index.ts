export * from './assignment';
export * from './calls';
export * from './capabilities';
export * from './gpu-for';
export * from './outcomes';
export * from './predictions';
export * from './protocol';
export * from './timing';
