import { evaluationStates, returnsQuota } from '@unblind/contracts';
import type { Quota } from '@unblind/contracts';
import type { Phase, Prisma } from '@unblind/database';

const day = 24 * 3600 * 1000;

/** The quota's day is a UTC day. */
export function dayStart(now: Date): Date {
  return new Date(Math.floor(now.getTime() / day) * day);
}

/**
 * A submission counts unless its evaluation failed (the platform's fault), was cancelled, or was rejected before anything
 * ran: what the inspection refuses cost nobody anything. A model that ran and was rejected then does count, or
 * rejections would be free looks at the hidden data.
 */
const counts: Prisma.EvaluationWhereInput = {
  OR: [
    { state: { in: evaluationStates.filter((state) => !returnsQuota(state) && state !== 'rejected') } },
    { state: 'rejected', events: { some: { state: { in: ['running', 'scoring'] } } } },
  ],
};

export function usedToday(
  database: Prisma.TransactionClient,
  { userId, phaseId }: { userId: string; phaseId: string },
  now: Date,
): Promise<number> {
  return database.submission.count({
    where: { userId, phaseId, baseline: false, createdAt: { gte: dayStart(now) }, evaluations: { some: counts } },
  });
}

export function quotaView(phase: Phase, used: number, now: Date): Quota {
  return { phase: phase.slug, perDay: phase.perDay, used, resetsAt: new Date(dayStart(now).getTime() + day).toISOString() };
}
