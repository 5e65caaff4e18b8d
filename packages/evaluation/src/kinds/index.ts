import type { ChallengeKind } from '@unblind/contracts';
import type { Kind } from './kind';
import { anomaly } from './anomaly';
import { classification } from './classification';
import { custom } from './custom';
import { intervalEstimation } from './interval-estimation';
import { selection } from './selection';
import { tagging } from './tagging';
import { tracking } from './tracking';

const kinds: Readonly<Record<ChallengeKind, Kind>> = {
  tagging,
  classification,
  selection,
  tracking,
  'interval-estimation': intervalEstimation,
  anomaly,
  custom,
};

export function kindOf(name: ChallengeKind): Kind {
  return kinds[name];
}
