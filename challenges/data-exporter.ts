/** The request for an export. Only open splits, whose seed is published, can be exported. */
export interface ExportRequest {
  seed: number;
  split: 'train' | 'sample';
  rows: number;
  /** Created if it does not exist. */
  directory: string;
  /** Computes the weights of an event's hits as the scorer does. */
  hitWeights: (truth: {
    particleIds: BigInt64Array;
    tz: Float64Array;
    particles: { particleIds: BigInt64Array; vz: Float64Array; px: Float64Array; py: Float64Array };
  }) => Float64Array;
}

/** The type of `exportFiles` in a challenge's exports.ts. @returns the names of the written files */
export type DataExporter = (request: ExportRequest) => Promise<string[]>;
