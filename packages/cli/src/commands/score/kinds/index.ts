import type { ChallengeKind } from '@unblind/contracts';
import type { LocalKind } from '../local-kind';
import { anomaly } from './anomaly';
import { intervalEstimation } from './interval-estimation';
import { selection } from './selection';
import { tagging } from './tagging';
import { tracking } from './tracking';

const localKinds: Partial<Record<ChallengeKind, LocalKind>> = {
  tagging,
  selection,
  tracking,
  'interval-estimation': intervalEstimation,
  anomaly,
};

/** What kinds were called in earlier versions, which scripts still say. */
const aliases = { ams: selection, interval: intervalEstimation };

export const kindNames: readonly string[] = Object.keys(localKinds);

export const kinds: ReadonlyMap<string, LocalKind> = new Map(Object.entries({ ...localKinds, ...aliases }));
