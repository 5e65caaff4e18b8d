import { ParticipantFault, PlatformFault, type FormValues } from '@unblind/contracts';
import { limitsFor, nodeCommand, nodeMounts, type SandboxMount, type SandboxProvider, type SandboxResult } from '@unblind/sandbox';
import type { ScoreReport, ScoringContext } from '@unblind/scoring';
import { NpyFile } from '@unblind/tensors';
import { z } from 'zod';
import { ScorerAnswer } from './scorer-answer';

export interface CustomScoring {
  /** The organiser's module on this machine. */
  scorer: string;
  /** Paths of npy files by name. */
  truth: Record<string, string>;
  predictions: Record<string, string>;
  /** Number of entries of each set, for truth tensors whose rows are sets. */
  lengths: Record<string, readonly number[]>;
  form: FormValues;
  context: ScoringContext;
  signal?: AbortSignal;
}

const limits = { ...limitsFor({ memoryBytes: 4 * 1024 ** 3, wallSeconds: 600, cpus: 1 }), outputBytes: 16 * 1024 ** 2 };

/**
 * Runs an organiser's scorer in the sandbox. The scorer sees the truth and the predictions, but no network and nothing else of this
 * host, and answers on stdout. What it prints on stderr is meant for the organiser and appears only in the platform's fault.
 *
 * @throws ParticipantFault if the scorer refuses the predictions; PlatformFault scorer-failed if it fails in any other way
 */
export async function runScorer(provider: SandboxProvider, scoring: CustomScoring): Promise<ScoreReport> {
  const mounts: SandboxMount[] = [...nodeMounts(), { source: scoring.scorer, target: '/scorer/scorer.mjs' }];
  const shown = async (paths: Record<string, string>, folder: string) => {
    const tensors: Record<string, { path: string; dtype: string; shape: readonly number[]; offset: number }> = {};
    for (const [name, source] of Object.entries(paths)) {
      mounts.push({ source, target: `/${folder}/${name}.npy` });
      tensors[name] = { path: `./${folder}/${name}.npy`, ...(await headerOf(source)) };
    }
    return tensors;
  };
  const task = {
    truth: await shown(scoring.truth, 'truth'),
    predictions: await shown(scoring.predictions, 'predictions'),
    lengths: scoring.lengths,
    form: scoring.form,
    ...scoring.context,
  };
  const result = await provider.run({
    command: [nodeCommand, '--max-old-space-size=3072', './scorer/scorer.mjs'],
    mounts,
    limits,
    stdin: JSON.stringify(task),
    ...(scoring.signal ? { signal: scoring.signal } : {}),
  });
  return reportOf(result, scoring.context.metrics);
}

async function headerOf(path: string): Promise<{ dtype: string; shape: readonly number[]; offset: number }> {
  const file = await NpyFile.open(path);
  await file.close();
  return { dtype: file.dtype, shape: file.shape, offset: file.dataOffset };
}

function reportOf(result: SandboxResult, wanted: readonly string[]): ScoreReport {
  const { exitCode, signal, limitHit, stdout, stderrTail } = result;
  if (limitHit) throw failed(`it was stopped for its ${limitHit}`, stderrTail);
  if (exitCode !== 0) throw failed(`it ended with ${signal ?? `exit code ${exitCode}`}`, stderrTail);
  const parsed = ScorerAnswer.safeParse(parseJson(stdout.toString('utf8')));
  if (!parsed.success) throw failed(`its answer does not have the expected form: ${z.prettifyError(parsed.error)}`, stderrTail);
  if ('refusal' in parsed.data) throw new ParticipantFault('predictions-unreadable', parsed.data.refusal);
  const { metrics, plots } = parsed.data;
  const byName = new Map(metrics.map((metric) => [metric.name, metric]));
  const missing = wanted.filter((name) => !byName.has(name));
  if (missing.length > 0) throw failed(`its answer lacks ${missing.join(', ')}`, stderrTail);
  return { metrics: wanted.flatMap((name) => byName.get(name) ?? []).map((metric) => ({ ...metric, replicates: null })), plots };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failed(how: string, stderrTail: string): PlatformFault {
  return new PlatformFault('scorer-failed', {
    message: `The challenge's own scorer failed: ${how}. ${stderrTail.slice(-1000)}`.trim(),
    fix: 'Nothing is wrong with your file. The organiser has to fix the scorer.',
  });
}
