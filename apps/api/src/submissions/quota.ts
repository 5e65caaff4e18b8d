import type { Quota } from '@unblind/contracts';
import type { Phase, Submission } from '@unblind/database';

const day = 24 * 3600 * 1000;

/** Who a quota belongs to: a team, or a person without one. */
export type Entrant = Pick<Submission, 'userId' | 'teamId'>;

export interface Used {
  today: number;
  total: number;
}

/** The quota's day is a UTC day. */
export function dayStart(now: Date): Date {
  return new Date(Math.floor(now.getTime() / day) * day);
}

export function quotaView({ slug, perDay, total }: Phase, used: Used, now: Date): Quota {
  const resetsAt = new Date(dayStart(now).getTime() + day).toISOString();
  return { phase: slug, perDay, used: used.today, total, usedTotal: used.total, resetsAt };
}
