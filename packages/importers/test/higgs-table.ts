import { higgsFeatures, higgsProcesses } from '@unblind/simulation';
import { parseNpy } from '@unblind/tensors';
import { readVector } from '@unblind/testing';
import { parquetWriteBuffer } from 'hyparquet-writer';

const read = (name: string) => Array.from(parseNpy(readVector('packages/simulation', `simulated/${name}.npy`)).data, Number);

/** How a tool stores flags and counts. */
const labelColumns = {
  DOUBLE: (labels: boolean[]) => labels.map(Number),
  INT64: (labels: boolean[]) => labels.map((label) => BigInt(label)),
  BOOLEAN: (labels: boolean[]) => labels,
} as const;

/** The 300 simulated events of the simulation's vectors as FAIR Universe writes its data: a parquet table and its metadata. */
export function simulatedHiggsTable(labels: keyof typeof labelColumns = 'DOUBLE'): { table: Buffer; metadata: Buffer } {
  const [events, weights] = [read('events'), read('weights')];
  const processes = read('processes').map((process) => higgsProcesses[process] ?? '');
  const table = parquetWriteBuffer({
    columnData: [
      ...higgsFeatures.map((name, column) => ({
        name,
        data: Float32Array.from(weights, (_, row) => events[row * higgsFeatures.length + column]!),
        type: 'FLOAT' as const,
      })),
      { name: 'weights', data: weights, type: 'DOUBLE' },
      { name: 'labels', data: labelColumns[labels](processes.map((process) => process === 'htautau')), type: labels },
      { name: 'detailed_labels', data: processes, type: 'STRING' },
    ],
  });
  const columns = [...higgsFeatures, 'weights', 'labels', 'detailed_labels'];
  const about = { total_rows: weights.length, columns, sum_weights: weights.reduce((sum, weight) => sum + weight, 0) };
  return { table: Buffer.from(table), metadata: Buffer.from(JSON.stringify(about)) };
}
