import type { EvaluationState, JobName } from '@unblind/contracts';

/** Where an evaluation waits for a step, and what it is called while the step has it. */
export interface Step {
  name: 'inspect' | 'run' | 'score';
  job: Extract<JobName, `evaluation.${string}`>;
  waiting: EvaluationState;
  active: EvaluationState;
}

export const inspectStep: Step = { name: 'inspect', job: 'evaluation.inspect', waiting: 'received', active: 'inspecting' };
export const runStep: Step = { name: 'run', job: 'evaluation.run', waiting: 'queued', active: 'running' };
/** Scoring waits in its own state: a row there without a heartbeat is waiting. */
export const scoreStep: Step = { name: 'score', job: 'evaluation.score', waiting: 'scoring', active: 'scoring' };

export const steps: readonly Step[] = [inspectStep, runStep, scoreStep];

export function jobIdOf(evaluationId: string, step: Step): string {
  return `${evaluationId}-${step.name}`;
}

export const HEARTBEAT_MS = 2000;
/** Seven heartbeats missed: whoever held it is gone. */
export const STALE_MS = 15_000;
/** Over all steps and retries. A model that takes its runner down with it ends here, not in an endless round. */
export const MAX_CLAIMS = 12;

/** Heartbeats are this process's clock against another's; all runners and the API keep UTC. */
export function isStale(heartbeatAt: Date | null, now = Date.now()): boolean {
  return heartbeatAt === null || now - heartbeatAt.getTime() > STALE_MS;
}
