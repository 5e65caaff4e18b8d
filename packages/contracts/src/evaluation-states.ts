import { z } from 'zod';

export const evaluationStates = [
  'received',
  'inspecting',
  'queued',
  'running',
  'scoring',
  'scored',
  'rejected',
  'failed',
  'cancelled',
] as const;
export const EvaluationState = z.enum(evaluationStates);
export type EvaluationState = z.infer<typeof EvaluationState>;

/**
 * The legal moves. When a runner is lost, its step goes back to the state in which it waited
 * (inspecting -> received, running -> queued), so that nothing is shown as running when it is not;
 * scoring re-enters itself because its predictions are already stored.
 * Predictions and answers need no sandbox: inspecting -> scoring.
 */
export const legalMoves: Readonly<Record<EvaluationState, readonly EvaluationState[]>> = {
  received: ['inspecting', 'cancelled', 'failed'],
  inspecting: ['received', 'queued', 'scoring', 'rejected', 'cancelled', 'failed'],
  queued: ['running', 'cancelled', 'failed'],
  running: ['queued', 'scoring', 'rejected', 'cancelled', 'failed'],
  scoring: ['scoring', 'scored', 'rejected', 'cancelled', 'failed'],
  scored: [],
  rejected: [],
  failed: [],
  cancelled: [],
};

export const terminalStates = evaluationStates.filter((state) => legalMoves[state].length === 0);

export function isTerminal(state: EvaluationState): boolean {
  return legalMoves[state].length === 0;
}

export function isLegalMove(from: EvaluationState, to: EvaluationState): boolean {
  return legalMoves[from].includes(to);
}
