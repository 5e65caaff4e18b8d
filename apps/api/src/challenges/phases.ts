import { SplitName, confirmations } from '@unblind/contracts';
import type { Confirmation, Manifest, PhaseView } from '@unblind/contracts';
import type { Phase } from '@unblind/database';

export interface PhaseContext {
  now: Date;
  /** What the installation asks of accounts. */
  submitRequires: Confirmation;
}

type Course = Pick<Phase, 'opensAt' | 'closesAt' | 'unblindedAt'>;

/** By the server's clock: a phase is open from `opensAt` (included) to `closesAt` (excluded). Unblinded, it never opens again. */
export function phaseStatus({ opensAt, closesAt, unblindedAt }: Course, now: Date): PhaseView['status'] {
  if (unblindedAt !== null) return 'closed';
  if (now < opensAt) return 'upcoming';
  return closesAt !== null && now >= closesAt ? 'closed' : 'open';
}

/** True while results are hidden, until the organiser unblinds the phase. */
export function isBlinded({ blinded, unblindedAt }: Pick<Phase, 'blinded' | 'unblindedAt'>): boolean {
  return blinded && unblindedAt === null;
}

/** True while a divided split's truth is in use, until the organiser unblinds the phase. */
export function isInUse({ unblindedAt }: Pick<Phase, 'unblindedAt'>): boolean {
  return unblindedAt === null;
}

/** How an account must be confirmed: what the installation asks, or more where the phase does. */
export function requirementOf({ slug }: Pick<Phase, 'slug'>, { phases }: Manifest, installation: Confirmation): Confirmation {
  const asked = phases.find(({ id }) => id === slug)?.requires ?? 'none';
  return confirmations.indexOf(asked) > confirmations.indexOf(installation) ? asked : installation;
}

export function phaseView(phase: Phase, manifest: Manifest, { now, submitRequires }: PhaseContext): PhaseView {
  const asked = manifest.phases.find(({ id }) => id === phase.slug);
  return {
    id: phase.slug,
    title: phase.title,
    split: SplitName.parse(phase.split),
    opensAt: phase.opensAt.toISOString(),
    closesAt: phase.closesAt?.toISOString() ?? null,
    status: phaseStatus(phase, now),
    perDay: phase.perDay,
    total: phase.total,
    requires: requirementOf(phase, manifest, submitRequires),
    blinded: isBlinded(phase),
    unblindedAt: phase.unblindedAt?.toISOString() ?? null,
    kinds: asked?.kinds ?? manifest.submission.kinds,
    metrics: asked?.metrics ?? manifest.scoring.metrics,
    boards: asked?.boards ?? manifest.scoring.boards.map(({ id }) => id),
  };
}
