import type { stages } from './job';

/** A failure with its stage, which the runner turns into a fault. */
export class Failure extends Error {
  constructor(
    readonly stage: (typeof stages)[number],
    message: string,
    readonly subject = '',
    readonly expected = '',
    readonly got = '',
  ) {
    super(message);
  }
}
