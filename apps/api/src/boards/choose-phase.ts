import type { Board } from '@unblind/contracts';
import { nearest } from '@unblind/contracts';
import type { Phase } from '@unblind/database';
import type { ShownChallenge } from '../challenges/challenges.repository';
import { phaseStatus } from '../challenges/phases';
import { ProblemException } from '../common/problem';

/** The requested phase; by default the open one, else the last that opened, else the first. */
export function choosePhase(challenge: ShownChallenge, { id }: Board, wanted: string | undefined): Phase {
  const now = new Date();
  const phases = challenge.phases.filter((phase) => boardsOfPhase(challenge, phase).some((board) => board.id === id));
  const found =
    wanted === undefined
      ? (phases.find((phase) => phaseStatus(phase, now) === 'open') ??
        phases.findLast((phase) => phaseStatus(phase, now) === 'closed') ??
        phases[0])
      : phases.find(({ slug }) => slug === wanted);
  if (found) return found;
  const known = phases.map(({ slug }) => slug);
  const guess = nearest(wanted ?? '', known);
  throw new ProblemException('not-found', {
    detail: `There is no phase '${wanted ?? ''}' with this board; there are ${known.join(', ')}.`,
    ...(guess ? { fix: `Did you mean '${guess}'?` } : {}),
  });
}

export function boardsOfPhase({ manifest }: Pick<ShownChallenge, 'manifest'>, { slug }: Pick<Phase, 'slug'>): Board[] {
  const ids = manifest.phases.find(({ id }) => id === slug)?.boards;
  return manifest.scoring.boards.filter(({ id }) => ids?.includes(id) ?? true);
}
