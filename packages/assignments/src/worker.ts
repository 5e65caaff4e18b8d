import { gpuFor, hasHiddenInputs, trialBudget, wallLimit } from '@unblind/contracts';
import type { Capabilities, GpuCapability, Manifest, ModelStep, Phase, QueueNeeds, SplitName, SubmissionKind } from '@unblind/contracts';

/** A runner that asks for work, by its token. */
export interface Worker {
  tokenId: string;
  /** Unique among all runners. */
  name: string;
  /** It takes the work of this challenge alone; null: of all. */
  challengeId: string | null;
  /** It is not one of the platform's own. */
  remote: boolean;
  /** It may have hidden inputs where the phase lets trusted runners have them. */
  trusted: boolean;
}

/** What a runner can do, as far as it decides what it can take. */
export interface Abilities extends Pick<Capabilities, 'sandboxes' | 'labels' | 'shared' | 'secondsLeft'> {
  gpu: Pick<GpuCapability, 'runsModels'> | null;
}

/** What decides who may take a step of an evaluation. */
export interface Waiting {
  step: ModelStep;
  kind: SubmissionKind;
  challengeId: string;
  manifest: Manifest;
  phase: Pick<Phase, 'remote' | 'gpu'>;
  split: SplitName;
  /** A model was checked against the challenge, and is still to be tried on the public sample. */
  checked: boolean;
}

/**
 * Whether the runner's token lets it have the step at all. Inspection uses the public sample alone. Organisers write the phases and
 * make the tokens of their challenge, so a runner of theirs gets hidden inputs only if an administrator trusts it.
 */
export function isEntitled({ challengeId, remote, trusted }: Worker, { step, phase, split, ...of }: Waiting): boolean {
  if (challengeId !== null && challengeId !== of.challengeId) return false;
  if (!remote || step === 'inspect') return true;
  if (step === 'rerun') return false;
  if (challengeId !== null && !trusted && hasHiddenInputs(split)) return false;
  const policy = remotePolicy(phase, split);
  return policy === 'any' || (policy === 'trusted' && trusted);
}

/** Whether remote runners get the inputs of a phase. */
function remotePolicy({ remote }: Pick<Phase, 'remote'>, split: SplitName): NonNullable<Phase['remote']> {
  return remote ?? (hasHiddenInputs(split) ? 'never' : 'any');
}

/** What a runner must be and have to take the step. */
export function needsOf({ step, kind, manifest, phase, split, checked }: Waiting): QueueNeeds {
  const remote = step === 'inspect' ? 'any' : step === 'rerun' ? 'never' : remotePolicy(phase, split);
  if (kind !== 'onnx' && kind !== 'container') return { remote, labels: [], sandbox: null, gpu: false, alone: false };
  // Without the GPU, a model is checked at least: whoever sent one that does not fit learns it at once.
  const canCheck = step === 'inspect' && kind === 'onnx' && !checked;
  const gpu = (phase.gpu ?? manifest.submission.limits.gpu) === 'required' && !canCheck;
  return { remote, labels: [...labelsFor(step, manifest)], sandbox: kind, gpu, alone: step === 'time' };
}

/** What the step waits for, as this runner cannot take it; null if it can. */
export function lackOf({ sandboxes, gpu, labels, shared }: Abilities, waiting: Waiting): string | null {
  const needs = needsOf(waiting);
  const kind = needs.sandbox;
  if (kind === null) return null;
  if (sandboxes[kind] === null) return `Waiting for a runner with a sandbox for ${kind === 'onnx' ? 'models' : 'containers'}.`;
  if (needs.alone && shared !== null) return `Waiting for a machine that a timing has to itself. ${shared}`;
  const { waitsFor } = gpuFor({ kind, gpu: needs.gpu ? 'required' : 'none' }, gpu);
  if (waitsFor !== null) return waitsFor;
  const missing = needs.labels.filter((label) => !labels.includes(label));
  return missing.length === 0 ? null : `Waiting for a runner of this challenge (${missing.join(', ')}).`;
}

/** The labels that a runner needs for a step. The platform's own inspect, and repeat runs, without any. */
function labelsFor(step: ModelStep, { runners = [] }: Pick<Manifest, 'runners'>): readonly string[] {
  return step === 'inspect' || step === 'rerun' ? [] : runners;
}

/** Whether the runner ends before the step must have. */
export function endsTooSoon(
  { secondsLeft }: Pick<Abilities, 'secondsLeft'>,
  { step, manifest: { submission, scoring } }: Waiting,
): boolean {
  if (secondsLeft === null) return false;
  switch (step) {
    case 'inspect':
      return secondsLeft < wallLimit(trialBudget(submission.limits));
    case 'run':
    case 'rerun':
      return secondsLeft < wallLimit(submission.limits);
    case 'time':
      // The reference takes as long as the submission, and both are loaded anew many times.
      return secondsLeft < 4 * (scoring.throughput?.budget.atMostSeconds ?? 0) * (scoring.throughput?.scenarios.length ?? 1);
  }
}
