import type { ChallengeKind } from '@unblind/contracts';
import { PlatformFault } from '@unblind/contracts';
import type { Kind } from './kind';
import { anomaly } from './anomaly';
import { custom } from './custom';
import { intervalEstimation } from './interval-estimation';
import { selection } from './selection';
import { tagging } from './tagging';
import { tracking } from './tracking';

const kinds: Partial<Record<ChallengeKind, Kind>> = {
  tagging,
  selection,
  anomaly,
  tracking,
  'interval-estimation': intervalEstimation,
  custom,
};

/** @throws PlatformFault where this version of the platform does not know the kind */
export function kindOf(name: ChallengeKind): Kind {
  const kind = kinds[name];
  if (kind) return kind;
  throw new PlatformFault('scorer-failed', {
    message: `There is no scorer for challenges of kind ${name} yet.`,
    fix: 'Nothing is wrong with your file.',
  });
}
