export * from './challenge-folder';
export * from './data-exporter';
export * from './data-generator';
export * from './onnx-writer';
