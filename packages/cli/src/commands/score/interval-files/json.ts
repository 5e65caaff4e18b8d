import { readFile } from 'node:fs/promises';
import type { IntervalEstimates } from '@unblind/scoring';
import { z } from 'zod';
import { reading, unreadable } from '../file-faults';
import type { SetsOfTruth } from './sets-of-truth';

const numbers = z.array(z.number());
const Truth = numbers.min(1);
const Predictions = z.array(z.object({ mu_hats: numbers, delta_mu_hats: numbers, p16: numbers, p84: numbers }));

/** `[mu per set]`, the format of `ground_truth_mus` in the reference code. */
export async function truthFromJson(file: string): Promise<SetsOfTruth> {
  const mu = await parse('truth', file, Truth, 'Write a list with the mu of each set.');
  return { mu: Float64Array.from(mu), setIds: mu.map((_, set) => BigInt(set)) };
}

/** `[{"mu_hats", "delta_mu_hats", "p16", "p84"} per set]`, the format of the results in the reference code. */
export async function predictionsFromJson(file: string): Promise<IntervalEstimates[]> {
  const fix = 'Write a list with {"mu_hats", "delta_mu_hats", "p16", "p84"} of each set, each a list of finite numbers.';
  const sets = await parse('predictions', file, Predictions, fix);
  return sets.map(({ mu_hats, delta_mu_hats, p16, p84 }) => ({
    muHats: Float64Array.from(mu_hats),
    deltaMuHats: Float64Array.from(delta_mu_hats),
    p16: Float64Array.from(p16),
    p84: Float64Array.from(p84),
  }));
}

async function parse<T>(role: 'truth' | 'predictions', file: string, schema: z.ZodType<T>, fix: string): Promise<T> {
  const content = parseJson(role, file, await reading(role, file, () => readFile(file, 'utf8')));
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue && issue.path.length > 0 ? `at ${whereOf(issue.path)}: ` : '';
  throw unreadable(role, file, `${where}${issue?.message ?? 'it does not have the expected structure'}.`, fix);
}

function parseJson(role: 'truth' | 'predictions', file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const fix = 'Write valid JSON: double quotes, and no comments, trailing commas, NaN or Infinity.';
    throw unreadable(role, file, `it is not valid JSON: ${reason}.`, fix);
  }
}

/** `set 2, p16, experiment 5`. */
function whereOf([set, ...rest]: readonly PropertyKey[]): string {
  return [`set ${String(set)}`, ...rest.map((key) => (typeof key === 'number' ? `experiment ${key}` : String(key)))].join(', ');
}
