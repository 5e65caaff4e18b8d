import { SplitName } from '@unblind/contracts';
import type { Manifest, PhaseView } from '@unblind/contracts';
import type { Phase } from '@unblind/database';

/** By the server's clock: a phase is open from `opensAt` (included) to `closesAt` (excluded). */
export function phaseStatus({ opensAt, closesAt }: Pick<Phase, 'opensAt' | 'closesAt'>, now: Date): PhaseView['status'] {
  if (now < opensAt) return 'upcoming';
  return closesAt !== null && now >= closesAt ? 'closed' : 'open';
}

/** True while results are hidden, until the organiser unblinds the phase. */
export function isBlinded({ blinded, unblindedAt }: Pick<Phase, 'blinded' | 'unblindedAt'>): boolean {
  return blinded && unblindedAt === null;
}

export function phaseView(phase: Phase, manifest: Manifest, now: Date): PhaseView {
  const asked = manifest.phases.find(({ id }) => id === phase.slug);
  return {
    id: phase.slug,
    title: phase.title,
    split: SplitName.parse(phase.split),
    opensAt: phase.opensAt.toISOString(),
    closesAt: phase.closesAt?.toISOString() ?? null,
    status: phaseStatus(phase, now),
    perDay: phase.perDay,
    blinded: isBlinded(phase),
    kinds: asked?.kinds ?? manifest.submission.kinds,
    metrics: asked?.metrics ?? manifest.scoring.metrics,
    boards: asked?.boards ?? manifest.scoring.boards.map(({ id }) => id),
  };
}
