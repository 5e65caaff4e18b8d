/** What an export is made of: open splits only, whose seed is published. */
export interface ExportRequest {
  seed: number;
  split: 'train' | 'sample';
  rows: number;
  /** Made where it is not there. */
  directory: string;
  /** Of an event's hits, by the scorer's recipe. */
  hitWeights: (truth: {
    particleIds: BigInt64Array;
    tz: Float64Array;
    particles: { particleIds: BigInt64Array; vz: Float64Array; px: Float64Array; py: Float64Array };
  }) => Float64Array;
}

/** What a challenge's exports.ts exports as `exportFiles`. @returns the names of the files that it wrote */
export type DataExporter = (request: ExportRequest) => Promise<string[]>;
