import { PlatformFault } from '@unblind/contracts';
import { nuisanceNames, type Nuisances } from '@unblind/simulation';
import type { Training } from '../kinds/kind';
import { floatsOf, truthColumn } from '../kinds/tensors';
import type { LocalSplit } from '../local-split';
import type { SimulatedBlock } from './build-templates';

/** The true values with which a split's pseudo-experiments were generated. */
export interface Experiments {
  mu: Float64Array;
  nuisances: Nuisances[];
  /** Events of each experiment. */
  lengths: readonly number[];
}

export async function experimentsOf(split: LocalSplit): Promise<Experiments> {
  const nuisances = nuisancesOf(await truthColumn(split, 'nuisances'));
  return { mu: await truthColumn(split, 'mu'), nuisances, lengths: lengthsOf(split) };
}

/** The training split's rows, each with the model's scores. */
export async function blocksOf({ split, predictions }: Training): Promise<SimulatedBlock[]> {
  const [processes, weights] = [await truthColumn(split, 'processes'), await truthColumn(split, 'weights')];
  const nuisances = nuisancesOf(await truthColumn(split, 'nuisances'));
  const parts = splitByLengths(lengthsOf(split), floatsOf(predictions, 'scores'));
  let start = 0;
  return parts.map((scores, row) => {
    const [from, to] = [start, (start += scores.length)];
    return { nuisances: nuisances[row]!, scores, processes: processes.subarray(from, to), weights: weights.subarray(from, to) };
  });
}

/** Cuts a model's values for all events into one part per set. @throws PlatformFault if there are more or fewer values than events */
export function splitByLengths<Values extends Float32Array | Float64Array>(lengths: readonly number[], values: Values): Values[] {
  const events = lengths.reduce((sum, length) => sum + length, 0);
  if (events !== values.length)
    throw new PlatformFault('internal', {
      message: `The model gave ${values.length} scores for ${events} events.`,
      fix: 'Nothing is wrong with your file.',
    });
  let start = 0;
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- subarray returns the type of its array, which its declaration does not say
  return lengths.map((length) => values.subarray(start, (start += length)) as Values);
}

function nuisancesOf(table: Float64Array): Nuisances[] {
  const width = nuisanceNames.length;
  return Array.from({ length: table.length / width }, (_, row) => {
    const value = (name: keyof Nuisances) => table[row * width + nuisanceNames.indexOf(name)]!;
    return {
      tes: value('tes'),
      jes: value('jes'),
      softMet: value('softMet'),
      ttbarScale: value('ttbarScale'),
      dibosonScale: value('dibosonScale'),
      backgroundScale: value('backgroundScale'),
    };
  });
}

/** Number of events of each experiment. Views and truth hold the same events, so either gives it. */
function lengthsOf({ lengths: { processes, events } }: LocalSplit): readonly number[] {
  const lengths = processes ?? events;
  if (lengths) return lengths;
  throw new PlatformFault('data-missing', { message: 'The experiments have no lengths.', fix: 'Prepare the data set again.' });
}
