import { Inject, Injectable } from '@nestjs/common';
import { listChallenges, loadChallenge } from '@unblind/challenges';
import type { Challenge as ChallengeFolder } from '@unblind/challenges';
import { ManifestError } from '@unblind/contracts';
import type { Manifest } from '@unblind/contracts';
import { asJson } from '@unblind/database';
import type { Database, Prisma } from '@unblind/database';
import type { Logger } from 'pino';
import { Jobs } from '../common/jobs';
import { lockFor } from '../common/locks';
import { CONFIG, DATABASE, LOGGER } from '../common/tokens';
import type { ApiConfig } from '../config';
import { challengeIdentity } from './challenge-identity';

type Transaction = Prisma.TransactionClient;

/**
 * Brings the challenge folders into the database. Repeatable, and safe when two processes boot at once: the same folder
 * makes one version; a change of presentation is made in place; a change of what is asked makes a new version.
 */
@Injectable()
export class ChallengesSyncService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: ApiConfig,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly jobs: Jobs,
  ) {}

  async sync(): Promise<void> {
    const root = this.config.challengesDirectory;
    for (const slug of await listChallenges(root)) {
      const folder = await this.load(slug, root);
      if (!folder) continue;
      await this.database.$transaction(
        async (transaction) => {
          await lockFor(transaction, `challenge ${slug}`);
          await this.publish(transaction, folder);
        },
        { timeout: 60_000 },
      );
    }
    await this.prepareData();
  }

  /** A folder whose manifest is wrong stops no other challenge; what is published of it stays as it is. */
  private async load(slug: string, root: string | undefined): Promise<ChallengeFolder | null> {
    try {
      return await loadChallenge(slug, root);
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error;
      this.logger.error({ challenge: slug, problems: error.problems }, 'challenge.yaml has problems; the challenge is left as it was');
      return null;
    }
  }

  private async publish(transaction: Transaction, { manifest, pages }: ChallengeFolder): Promise<void> {
    const { slug } = manifest;
    const challenge = await transaction.challenge.upsert({ where: { slug }, create: { slug }, update: {} });
    const contentHash = challengeIdentity(manifest);
    const content = { manifest: asJson(manifest), pages: asJson(pages) };
    const newest = await transaction.challengeVersion.findFirst({
      where: { challengeId: challenge.id, NOT: { publishedAt: null } },
      orderBy: { publishedAt: 'desc' },
    });
    if (newest?.contentHash === contentHash) {
      await transaction.challengeVersion.update({ where: { id: newest.id }, data: content });
      return;
    }
    const known = await transaction.challengeVersion.findUnique({
      where: { challengeId_contentHash: { challengeId: challenge.id, contentHash } },
    });
    if (known) {
      // The folder went back to what an earlier version asked: that version is shown again.
      await transaction.challengeVersion.update({ where: { id: known.id }, data: { ...content, publishedAt: new Date() } });
      return;
    }
    const { _max } = await transaction.challengeVersion.aggregate({ where: { challengeId: challenge.id }, _max: { version: true } });
    const version = (_max.version ?? 0) + 1;
    await transaction.challengeVersion.create({
      data: {
        challengeId: challenge.id,
        version,
        contentHash,
        ...content,
        publishedAt: new Date(),
        phases: { create: phasesOf(manifest) },
        dataSets: { create: dataSetOf(manifest) },
      },
    });
    this.logger.info({ challenge: slug, version }, 'published a challenge version');
  }

  private async prepareData(): Promise<void> {
    // What made it fail may be mended, such as an import that lacked a split.
    await this.database.dataSet.updateMany({ where: { state: 'failed' }, data: { state: 'pending', attempts: 0, finishedAt: null } });
    const pending = await this.database.dataSet.findMany({ where: { state: 'pending' }, select: { id: true } });
    for (const { id } of pending) await this.jobs.enqueue('dataset.prepare', { dataSetId: id }, `${id}-prepare`);
  }
}

function phasesOf(manifest: Manifest): Prisma.PhaseCreateWithoutChallengeVersionInput[] {
  return manifest.phases.map(({ id, title, split, opens, closes, perDay, finalPicks, board }) => ({
    slug: id,
    title: title ?? `${id.charAt(0).toUpperCase()}${id.slice(1).replaceAll('-', ' ')}`,
    split,
    opensAt: new Date(opens),
    closesAt: closes === undefined ? null : new Date(closes),
    perDay: perDay ?? null,
    finalPicks: finalPicks ?? null,
    blinded: board === 'blinded',
  }));
}

function dataSetOf({ data }: Manifest): Prisma.DataSetCreateWithoutChallengeVersionInput {
  const source = data.sources[data.default];
  return { source: data.default, simulated: source !== undefined && 'generator' in source };
}
