/** Limits beyond which an inspection stops with "too complex" or "too large". */
export interface InspectLimits {
  /** Size of the file. A challenge's manifest may ask for less. */
  bytes: number;
  /** Operators in all graphs together: ONNX Runtime needs 7 s to load 100,000. */
  nodes: number;
  /** If, Loop and Scan bodies inside one another, or functions that call functions. */
  nesting: number;
  /** Protobuf messages and strings that are kept. Bounds the memory of an inspection. */
  records: number;
  /** Protobuf fields that are read at all. Bounds the time; a large tree ensemble has some millions. */
  fields: number;
  /** Bytes of names, symbols and small constants that are kept. */
  keptBytes: number;
  /** Size of one intermediate tensor with a batch of one. */
  tensorBytes: number;
}

export const defaultLimits: InspectLimits = {
  bytes: 2 ** 31 - 1, // protobuf cannot hold more in one file
  nodes: 50_000,
  nesting: 16,
  records: 1_000_000,
  fields: 30_000_000,
  keptBytes: 64 * 1024 ** 2,
  tensorBytes: 4 * 1024 ** 3,
};
