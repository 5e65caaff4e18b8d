import { PlatformFault } from '@unblind/contracts';

/** A truth that cannot be scored is the organiser's to repair, never the participant's fault. */
export function brokenTruth(what: string): PlatformFault {
  return new PlatformFault('scorer-failed', {
    message: `The truth cannot be scored: ${what}.`,
    fix: 'The organiser must repair the truth file.',
  });
}
