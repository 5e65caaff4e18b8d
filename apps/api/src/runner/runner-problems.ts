import { LeaseLost, WrongOutcome } from '@unblind/assignments';
import { runnerProtocol } from '@unblind/contracts';
import { ProblemException } from '../common/problem';
import { version } from '../common/version';

/** Turns refusals of `packages/assignments` into problems. */
export async function held<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (error instanceof LeaseLost)
      throw new ProblemException('lease-lost', { detail: 'The step was cancelled, has ended, or is held by another runner.' });
    if (error instanceof WrongOutcome) throw new ProblemException('outcome-refused', { detail: error.message });
    throw error;
  });
}

export function protocolMismatch(protocol: number): ProblemException {
  return new ProblemException('protocol-mismatch', {
    detail: `The runner speaks version ${protocol} of the protocol, the platform version ${runnerProtocol}.`,
    fix: `Install version ${version} of the runner, which is the platform's own, and start it again.`,
  });
}
