import type { Tensor } from 'onnxruntime-node';
import { Failure } from '../failure';
import { InputReader } from '../input-reader';
import { valuesOfSet } from '../output-of-set';
import { scoresOf } from '../output-scores';
import { SetReader } from '../set-reader';
import type { TimedModelJob, TimedRows, TimedSets } from './timing-job';

/** One call of a model: its inputs, prepared before the timing, and the extraction of its numbers afterwards. */
export interface Call {
  feeds: Record<string, Tensor>;
  /** Number i of the answer is number `places[i]` of all answers; the answer may hold more numbers than `places`. */
  places: number[];
  values: (output: Tensor | undefined) => Float32Array;
}

/** The queries for a model: rows or sets. */
export interface QuerySource {
  queries: number;
  call(queries: number[]): Call;
}

export function querySource(job: TimedModelJob): QuerySource {
  return job.kind === 'rows' ? rowsSource(job) : setsSource(job);
}

/** Several rows make one call, padded if the graph has a fixed batch size. */
function rowsSource({ inputs, rows, output, fixedBatch }: TimedRows): QuerySource {
  const readers = inputs.map((input) => reading(input.name, () => new InputReader(input, rows)));
  return {
    queries: rows,
    call(queries) {
      const size = fixedBatch ?? queries.length;
      const feeds = readers.map((reader) => [reader.name, reading(reader.name, () => reader.gather(queries, size))] as const);
      const places = queries.flatMap((row) => Array.from({ length: output.columns }, (_, column) => row * output.columns + column));
      return { feeds: Object.fromEntries(feeds), places, values: (answer) => scoresOf(answer, output, size) };
    },
  };
}

/** Sets are large and few, so their tensors are kept and most of the time is spent on the measurement. */
const keptSets = 64;

/** One set makes one call. */
function setsSource({ inputs, output, sizes }: TimedSets): QuerySource {
  const readers = inputs.map((input) => reading(input.name, () => new SetReader(input)));
  const perEntry = output.shape.reduce<number>((product, size) => product * (size ?? 1), 1);
  let next = 0;
  const starts = sizes.map((size) => (next += perEntry * size) - perEntry * size);
  const kept = new Map<number, Call>();
  const callOf = (set: number): Call => {
    const size = sizes[set] ?? 0;
    const feeds = readers.map((reader) => [reader.name, reading(reader.name, () => reader.set(set))] as const);
    const places = Array.from({ length: perEntry * size }, (_, index) => (starts[set] ?? 0) + index);
    return { feeds: Object.fromEntries(feeds), places, values: (answer) => valuesOfSet(answer, output, size) };
  };
  return {
    queries: sizes.length,
    call([set = 0]) {
      const call = kept.get(set) ?? callOf(set);
      if (kept.size < keptSets) kept.set(set, call);
      return call;
    },
  };
}

function reading<T>(input: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Failure('input', error instanceof Error ? error.message : String(error), input);
  }
}
