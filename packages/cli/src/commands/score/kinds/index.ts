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

/** What kinds were called in earlier versions, which scripts still say. */
const aliases: Readonly<Record<string, ChallengeKind>> = { ams: 'selection', interval: 'interval-estimation' };

/** Those whose files can be scored here. */
export const kindNames: readonly string[] = Object.keys(localKinds);

/** A kind by its name or by an older one; null: there is none. */
export function findKind(name: string): { kind: ChallengeKind; local: LocalKind } | null {
  const kind = ChallengeKind.safeParse(aliases[name] ?? name).data;
  const local = kind && localKinds[kind];
  return kind && local ? { kind, local } : null;
}
