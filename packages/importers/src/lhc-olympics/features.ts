import { dijetFeatures } from '@unblind/simulation';
import type { FrameBlock, PandasFrame } from '@unblind/tensors';
import { refuse } from '../faults';
import type { ImportedBlock, ReadContext, SourceFile } from '../importer';
import { researchMasses, shareOf } from './contents';

const blockRows = 1000;

/**
 * The features file of the R&D events: as it is published, its N-subjettiness has another normalisation than what is measured on
 * particles here, so that it is never mixed with them.
 */
export async function* readFeatures(file: SourceFile, frame: PandasFrame, context: ReadContext): AsyncGenerator<ImportedBlock> {
  if (!frame.names.includes('label')) refuse({ file, at: 'column label' }, 'The events have no labels.');
  context.note('A features file has no particles: views of them are missing.');
  for (let start = 0; start < frame.rows;) {
    const { split, end } = shareOf(start);
    const stop = Math.min(start + blockRows, end, frame.rows);
    const count = Math.min(stop - start, context.room(split));
    if (count > 0) yield { split, count, tensors: tensorsOf(file, frame.read(start, count), start, count) };
    start = stop;
    context.onProgress(start, frame.rows, `events of ${file.name}`);
  }
}

function tensorsOf(file: SourceFile, blocks: readonly FrameBlock[], start: number, count: number): ImportedBlock['tensors'] {
  const column = (name: string): number[] => {
    const block = blocks.find(({ names }) => names.includes(name))!;
    const at = block.names.indexOf(name);
    return Array.from({ length: count }, (_, row) => block.data[row * block.names.length + at]!);
  };
  const columns = dijetFeatures.map(column);
  const width = dijetFeatures.length;
  const features = new Float32Array(count * width);
  const mjj = new Float32Array(count);
  for (let row = 0; row < count; row++) {
    const values = columns.map((values) => values[row]!);
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      refuse({ file, at: `row ${start + row}, column ${dijetFeatures[bad]}` }, 'This is no number.', { got: String(values[bad]) });
    features.set(values, row * width);
    mjj[row] = dijetMass(values);
  }
  const labels = Uint8Array.from(column('label'), (label, row) => {
    if (label !== 0 && label !== 1)
      refuse({ file, at: `row ${start + row}, column label` }, 'The label is neither 0 nor 1.', { expected: '0 or 1', got: String(label) });
    return label;
  });
  const resonance = Float64Array.from({ length: 3 * count }, (_, i) => researchMasses[i % 3]!);
  return { features, mjj, labels, mass: mjj.slice(), resonance };
}

/** Of two jets: px, py, pz, m and three more of each, GeV. */
function dijetMass(values: readonly number[]): number {
  const jet = (at: number) => {
    const [px = NaN, py = NaN, pz = NaN, m = NaN] = values.slice(at, at + 4);
    return { e: Math.sqrt(px * px + py * py + pz * pz + m * m), px, py, pz };
  };
  const [a, b] = [jet(0), jet(7)];
  const square = (a.e + b.e) ** 2 - (a.px + b.px) ** 2 - (a.py + b.py) ** 2 - (a.pz + b.pz) ** 2;
  return Math.sqrt(Math.max(0, square));
}
