import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PlatformFault, type FormValues } from '@unblind/contracts';
import { runScorer, type LocalSplit } from '@unblind/evaluation';
import type { SandboxProvider } from '@unblind/sandbox';
import type { ScoreReport, ScoringContext } from '@unblind/scoring';

export interface SandboxScoring {
  /** The organiser's module. */
  scorer: string;
  truth: LocalSplit;
  /** A folder of npy files. */
  predictions: string;
  form: FormValues;
  context: ScoringContext;
  signal: AbortSignal;
}

/** Scores with the organiser's own scorer module, in the sandbox. */
export async function scoreBySandbox(provider: SandboxProvider | null, scoring: SandboxScoring): Promise<ScoreReport> {
  const { scorer, truth, predictions: folder, form, context, signal } = scoring;
  if (!provider)
    throw new PlatformFault('sandbox-unavailable', {
      message: "This runner has no sandbox, and an organiser's scorer runs only in a sandbox.",
      fix: 'Run `unblind runner doctor` on the runner.',
    });
  const files = (await readdir(folder)).filter((file) => file.endsWith('.npy'));
  return runScorer(provider, {
    scorer,
    truth: truth.truth,
    predictions: Object.fromEntries(files.map((file) => [file.slice(0, -'.npy'.length), join(folder, file)])),
    lengths: truth.lengths,
    form,
    context,
    signal,
  });
}
