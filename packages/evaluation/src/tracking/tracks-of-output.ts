import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { ParticipantFault, PlatformFault, kinds, type FormValues, type MeaningOf } from '@unblind/contracts';
import { readNpy, type NpyArray } from '@unblind/tensors';
import type { LocalSplit } from '../local-split';
import type { ModelOutput } from '../models/model-run';
import { connectedComponents, dbscan, TooManyPairs } from './label-hits';

/** Values of parameters that the submission's form does not state. */
const defaults = { threshold: 0.5, radius: 0.1 };
/** Smallest number of hits of a DBSCAN core, below the four hits that a track needs to count. */
const corePoints = 2;
/** Largest number of pairs in an event, which take some seconds. Tracks of ten hits give far fewer. */
const mostPairs = 20_000_000;

/**
 * A track id for each hit of each event, from a model's output. The output holds the ids themselves; or a score for each edge, where
 * edges with at least the threshold connect hits; or a point for each hit, which DBSCAN clusters with the radius. Ids start again in
 * each event.
 */
export async function tracksOfOutput(output: ModelOutput, split: LocalSplit, form: FormValues): Promise<NpyArray> {
  const parameter = (name: keyof typeof defaults) => Number(form[name]?.value ?? defaults[name]);
  switch (meaningOf(output)) {
    case 'labels':
      return { dtype: output.dtype, shape: output.shape, data: output.data };
    case 'edge-scores':
      return labels(await fromEdges(output, split, parameter('threshold')));
    case 'embeddings':
      return labels(await fromPoints(output, parameter('radius')));
  }
}

function meaningOf({ as }: ModelOutput): MeaningOf<'tracking'> {
  const { data } = kinds.tracking.outputs.meanings.safeParse(as);
  if (data) return data;
  throw broken(`Tracks cannot be made from ${as ?? 'scores'}.`);
}

const labels = (data: Int32Array): NpyArray => ({ dtype: 'int32', shape: [data.length], data });

async function fromEdges({ data, entries }: ModelOutput, split: LocalSplit, threshold: number): Promise<Int32Array> {
  if (!entries) throw broken('The model gave scores for edges, but takes no edges as input.');
  const ends = (await readNpy(entries.path)).data;
  const hitsOf = split.lengths.hits ?? [];
  const tracks: Int32Array[] = [];
  let edge = 0;
  for (const [event, count] of entries.lengths.entries()) {
    await yieldToEventLoop();
    const end = (which: 0 | 1) => Int32Array.from({ length: count }, (_, i) => Number(ends[2 * (edge + i) + which]));
    const scores = Float32Array.from(data.subarray(edge, edge + count), Number);
    tracks.push(connectedComponents(hitsOf[event] ?? 0, [end(0), end(1)], scores, threshold));
    edge += count;
  }
  return joined(tracks);
}

async function fromPoints({ data, shape, entries }: ModelOutput, radius: number): Promise<Int32Array> {
  if (!entries) throw broken('The model gave embeddings, but takes no hits as input.');
  const dimensions = shape[1] ?? 1;
  const tracks: Int32Array[] = [];
  let hit = 0;
  for (const count of entries.lengths) {
    await yieldToEventLoop();
    const points = Float32Array.from(data.subarray(hit * dimensions, (hit + count) * dimensions), Number);
    tracks.push(clusters(points, dimensions, radius));
    hit += count;
  }
  return joined(tracks);
}

function clusters(points: Float32Array, dimensions: number, radius: number): Int32Array {
  try {
    return dbscan(points, dimensions, { radius, minimum: corePoints, mostPairs });
  } catch (error) {
    if (!(error instanceof TooManyPairs)) throw error;
    throw new ParticipantFault('model-output-out-of-range', {
      message: `The embeddings of an event are too close to each other: ${error.message}.`,
      expected: `at most ${mostPairs} pairs of hits within the radius`,
      fix: 'Use a smaller radius, or spread the embeddings.',
    });
  }
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function broken(message: string): PlatformFault {
  return new PlatformFault('internal', { message, fix: 'Nothing is wrong with your file; the organiser has to fix the challenge.' });
}
