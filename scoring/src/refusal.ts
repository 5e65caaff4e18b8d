/** Why a scorer refuses its input. The union is closed, so that a caller can map every code to a fault. */
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

/** What mends the input, and the facts for a person to compare. Without a fix, the caller says what usually mends the code. */
export interface Mending {
  fix?: string;
  expected?: string;
  got?: string;
}

/**
 * Input that cannot be scored. Nothing is dropped silently: `index` is the first invalid row (null if the whole input is invalid), and
 * the message says what was expected and what was given.
 */
export class ScoringRefusal extends Error {
  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly index: number | null = null,
    readonly mending: Mending = {},
  ) {
    super(message);
    this.name = 'ScoringRefusal';
  }
}
