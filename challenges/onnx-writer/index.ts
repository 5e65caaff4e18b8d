export * from './graph-builder';
export * from './protobuf';
