import { ChallengeKind } from '@unblind/contracts';
import type { LocalKind } from '../local-kind';
import { anomaly } from './anomaly';
import { classification } from './classification';
import { intervalEstimation } from './interval-estimation';
import { selection } from './selection';
import { tagging } from './tagging';
import { tracking } from './tracking';

const localKinds: Partial<Record<ChallengeKind, LocalKind>> = {
  tagging,
  classification,
  selection,
  tracking,
  'interval-estimation': intervalEstimation,
  anomaly,
};

/** Names of kinds in earlier versions, which scripts may still use. */
const aliases: Readonly<Record<string, ChallengeKind>> = { ams: 'selection', interval: 'interval-estimation' };

/** The kinds whose files can be scored locally. */
export const kindNames: readonly string[] = Object.keys(localKinds);

/** Finds a kind by its current or earlier name; null if there is none. */
export function findKind(name: string): { kind: ChallengeKind; local: LocalKind } | null {
  const kind = ChallengeKind.safeParse(aliases[name] ?? name).data;
  const local = kind && localKinds[kind];
  return kind && local ? { kind, local } : null;
}
