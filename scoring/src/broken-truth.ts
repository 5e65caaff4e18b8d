import { PlatformFault } from '@unblind/contracts';

/** The fault for truth that cannot be scored, which the organiser must repair; it is never the participant's fault. */
export function brokenTruth(what: string): PlatformFault {
  return new PlatformFault('scorer-failed', {
    message: `The truth cannot be scored: ${what}.`,
    fix: 'The organiser must repair the truth file.',
  });
}
