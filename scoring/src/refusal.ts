/** Why a scorer refuses its input. One closed union, so that a caller can map every code to a participant's fault. */
export type RefusalCode =
  | 'empty'
  | 'length-mismatch'
  | 'not-finite'
  | 'out-of-range'
  | 'one-class'
  | 'label-invalid'
  | 'weight-invalid'
  | 'id-unknown'
  | 'id-duplicate'
  | 'id-missing'
  | 'metric-unknown'
  | 'value-invalid';

/**
 * Input that has no score. Nothing is dropped silently: `index` names the first offending row (or null when the
 * whole input is at fault) and the message says what was expected and what came.
 */
export class ScoringRefusal extends Error {
  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly index: number | null = null,
  ) {
    super(message);
    this.name = 'ScoringRefusal';
  }
}
