import { StoredManifest, dataRevision, definitionOf } from '@unblind/contracts';
import type { Definition, Manifest } from '@unblind/contracts';
import { Prisma, asJson } from '@unblind/database';
import { carryOver } from './carry-over.repository';
import { changeSchedule, type PhaseSchedule } from './change-schedule.repository';
import { definitionHash } from './definition-hash';
import type { Pages } from './pages';

/** The contents of a challenge folder, as stored. */
export interface Publication {
  manifest: Manifest;
  pages: Pages;
  definition: Definition;
  phases: (PhaseSchedule & { slug: string; split: string; blinded: boolean })[];
  dataSet: Prisma.DataSetCreateWithoutChallengeVersionInput;
}

const inOrder = { archivedAt: null, problems: Prisma.DbNull };

/** Runs under the lock of its challenge. Returns the number of the new version, or null if none was needed. */
export async function publishWithin(transaction: Prisma.TransactionClient, publication: Publication): Promise<number | null> {
  const { manifest, pages, definition, phases, dataSet } = publication;
  const { slug } = manifest;
  const { id: challengeId } = await transaction.challenge.upsert({ where: { slug }, create: { slug }, update: inOrder });
  await adoptDefinitions(transaction, challengeId, definition);
  const hash = definitionHash(definition);
  const content = { manifest: asJson(manifest), pages: asJson(pages) };
  const newest = await newestVersion(transaction, challengeId);
  const known = await transaction.challengeVersion.findUnique({
    where: { challengeId_definitionHash: { challengeId, definitionHash: hash } },
  });
  if (known) {
    // Another one is newer if the folder was changed back to an earlier definition: that version is shown again.
    const publishedAt = known.id === newest?.id ? known.publishedAt : new Date();
    await transaction.challengeVersion.update({ where: { id: known.id }, data: { ...content, publishedAt } });
    await changeSchedule(transaction, { slug, versionId: known.id }, phases);
    return null;
  }
  const { _max } = await transaction.challengeVersion.aggregate({ where: { challengeId }, _max: { version: true } });
  const version = (_max.version ?? 0) + 1;
  const parts = { phases: { create: phases }, dataSets: { create: dataSet } };
  const defined = { definitionHash: hash, definition: asJson(definition), dataScheme: definition.dataScheme };
  const created = await transaction.challengeVersion.create({
    data: { challengeId, version, ...defined, ...content, publishedAt: new Date(), ...parts },
  });
  await transaction.auditEvent.create({
    data: { action: 'challenge.version', subject: `challenge:${slug}`, detail: { version, definition: hash } },
  });
  // The task is the same and only its data are made in another way: what was sent to it is run again.
  const isMadeAnew =
    newest && (newest.dataScheme < definition.dataScheme || dataRevision(StoredManifest.parse(newest.manifest)) < dataRevision(manifest));
  if (isMadeAnew) await carryOver(transaction, newest.id, created.id);
  return version;
}

/**
 * Gives versions that were published before definitions were kept the definition that their manifest makes, so that the current one stays
 * with its boards. Which files scored an earlier one is not known: it gets none if it had such files.
 */
async function adoptDefinitions(transaction: Prisma.TransactionClient, challengeId: string, { files }: Definition): Promise<void> {
  const newest = await newestVersion(transaction, challengeId);
  const without = await transaction.challengeVersion.findMany({
    where: { challengeId, definition: { equals: Prisma.DbNull } },
    orderBy: { publishedAt: { sort: 'desc', nulls: 'last' } },
  });
  for (const { id, manifest: stored, dataScheme } of without) {
    const manifest = StoredManifest.parse(stored);
    const isScoredByFiles = manifest.scoring.scorer !== undefined || manifest.scoring.throughput !== undefined;
    if (isScoredByFiles && id !== newest?.id) continue;
    const definition = definitionOf(manifest, { files, dataScheme });
    const hash = definitionHash(definition);
    const taken = await transaction.challengeVersion.count({ where: { challengeId, definitionHash: hash } });
    // Two that differ in dates alone were two versions then: the later one is shown.
    if (taken > 0) continue;
    await transaction.challengeVersion.update({ where: { id }, data: { definition: asJson(definition), definitionHash: hash } });
  }
}

function newestVersion(transaction: Prisma.TransactionClient, challengeId: string) {
  return transaction.challengeVersion.findFirst({
    where: { challengeId, NOT: { publishedAt: null } },
    orderBy: { publishedAt: 'desc' },
  });
}
