import { asJson, type Phase, type Prisma } from '@unblind/database';

/** What organisers may change of a phase while it runs: it decides no score. */
export type PhaseSchedule = Pick<Phase, 'title' | 'opensAt' | 'closesAt' | 'perDay' | 'total' | 'finalPicks'>;
const fields = ['title', 'opensAt', 'closesAt', 'perDay', 'total', 'finalPicks'] as const satisfies (keyof PhaseSchedule)[];

/** Changes phases in place, with their submissions and boards, and writes to the audit what changed from what to what. */
export async function changeSchedule(
  transaction: Prisma.TransactionClient,
  { slug, versionId }: { slug: string; versionId: string },
  phases: readonly (PhaseSchedule & { slug: string })[],
): Promise<void> {
  const stored = await transaction.phase.findMany({ where: { challengeVersionId: versionId } });
  for (const wanted of phases) {
    const phase = stored.find((one) => one.slug === wanted.slug);
    const changed = phase ? fields.filter((field) => !isEqual(phase[field], wanted[field])) : [];
    if (!phase || changed.length === 0) continue;
    const of = (schedule: PhaseSchedule) => Object.fromEntries(changed.map((field) => [field, schedule[field]]));
    await transaction.phase.update({ where: { id: phase.id }, data: of(wanted) });
    const detail = asJson({ phase: phase.slug, before: of(phase), after: of(wanted) });
    await transaction.auditEvent.create({ data: { action: 'challenge.schedule', subject: `challenge:${slug}`, detail } });
  }
}

function isEqual(a: PhaseSchedule[keyof PhaseSchedule], b: PhaseSchedule[keyof PhaseSchedule]): boolean {
  return a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : a === b;
}
