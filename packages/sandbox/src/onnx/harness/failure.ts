import type { stages } from './job';

/** A failure with its stage, which the runner turns into a fault. */
export class Failure extends Error {
  readonly expected: string;
  readonly got: string;

  constructor(
    readonly stage: (typeof stages)[number],
    message: string,
    readonly subject = '',
    { expected, got }: { expected: string; got: string } = { expected: '', got: '' },
  ) {
    super(message);
    this.expected = expected;
    this.got = got;
  }
}
