import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PlatformFault, type FormValues, type Manifest } from '@unblind/contracts';
import { runScorer, type LocalSplit } from '@unblind/evaluation';
import type { SandboxProvider } from '@unblind/sandbox';
import type { ScoreReport, ScoringContext } from '@unblind/scoring';

export interface SandboxScoring {
  /** Of the challenge. */
  directory: string;
  manifest: Manifest;
  truth: LocalSplit;
  /** A folder of npy files. */
  predictions: string;
  form: FormValues;
  context: ScoringContext;
  signal: AbortSignal;
}

/** Scores by the module of the challenge's organiser. */
export async function scoreBySandbox(provider: SandboxProvider | null, scoring: SandboxScoring): Promise<ScoreReport> {
  const { directory, manifest, truth, predictions: folder, form, context, signal } = scoring;
  if (!provider)
    throw new PlatformFault('sandbox-unavailable', {
      message: "This runner has no sandbox, in which an organiser's scorer would run.",
      fix: 'Run `unblind runner doctor` on the runner.',
    });
  const files = (await readdir(folder)).filter((file) => file.endsWith('.npy'));
  return runScorer(provider, {
    scorer: join(directory, manifest.scoring.scorer ?? ''),
    truth: truth.truth,
    predictions: Object.fromEntries(files.map((file) => [file.slice(0, -'.npy'.length), join(folder, file)])),
    lengths: truth.lengths,
    form,
    context,
    signal,
  });
}
