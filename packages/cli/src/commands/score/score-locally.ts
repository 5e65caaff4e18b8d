import type { ScoreReport } from '@unblind/scoring';
import { CliError, exitCodes } from '../../exit-codes';
import { asLocalFault } from './file-faults';
import { findKind, kindNames } from './kinds';
import type { ScoreFiles } from './local-kind';

export interface LocalScoring extends ScoreFiles {
  readonly kind: string;
  /** Comma-separated. */
  readonly metrics?: string;
  readonly floor?: string;
  readonly replicates: string;
  readonly seed: string;
}

/** Reads the files of a kind and scores them; the report uses the catalogue's names of the requested metrics. */
export async function scoreLocally({ kind: name, metrics, floor, replicates, seed, ...files }: LocalScoring): Promise<ScoreReport> {
  const found = findKind(name);
  if (!found) throw usage(`There is no kind '${name}'; kinds are ${kindNames.join(', ')}.`);
  const { metrics: usual, aliases = {}, floored } = found.local;
  const named = metrics?.split(',').map((metric) => metric.trim()) ?? (typeof usual === 'function' ? usual(files) : usual);
  const requested = named.map((metric) => aliases[metric] ?? metric);
  const above = floorOf(floor);
  if (above !== undefined && (floored === undefined || !requested.includes(floored)))
    throw usage(`--floor applies to max-sic of --kind anomaly, which is not among ${requested.join(', ')}.`);
  const context = {
    metrics: requested.map((metric) => (above !== undefined && metric === floored ? `${metric}@${above}` : metric)),
    replicates: replicatesOf(replicates),
    seed,
  };
  const report = await found.local.score(files, context).catch((error: unknown) => {
    throw asLocalFault(error);
  });
  return { ...report, metrics: report.metrics.map((metric, i) => ({ ...metric, name: requested[i] ?? metric.name })) };
}

function replicatesOf(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw usage(`--replicates must be a whole number of at least 0, not '${text}'.`);
}

function floorOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const floor = text.trim() === '' ? NaN : Number(text);
  if (floor >= 0 && floor < 1) return floor;
  throw usage(`--floor must be a background efficiency of at least 0 and below 1, not '${text}'.`);
}

function usage(message: string): CliError {
  return new CliError(exitCodes.usage, message, undefined, 'usage');
}
