export * from './challenge-folder';
export * from './data-generator';
export * from './onnx-writer';
