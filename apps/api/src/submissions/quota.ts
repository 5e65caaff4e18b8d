import type { Quota } from '@unblind/contracts';
import type { Phase } from '@unblind/database';

const day = 24 * 3600 * 1000;

/** The quota's day is a UTC day. */
export function dayStart(now: Date): Date {
  return new Date(Math.floor(now.getTime() / day) * day);
}

export function quotaView(phase: Phase, used: number, now: Date): Quota {
  return { phase: phase.slug, perDay: phase.perDay, used, resetsAt: new Date(dayStart(now).getTime() + day).toISOString() };
}
