import { Inject, Injectable } from '@nestjs/common';
import { StoredManifest } from '@unblind/contracts';
import type { Manifest } from '@unblind/contracts';
import { findWaiting, leasedRows } from '@unblind/database';
import type { Challenge, ChallengeVersion, DataSet, Database, Phase } from '@unblind/database';
import { lockFor } from '../common/locks';
import { notFound } from '../common/problem';
import { DATABASE } from '../common/tokens';
import { Pages } from './pages';
import { publishWithin, type Publication } from './publish-version.repository';

/** A version of a challenge: by default the one published last. */
export interface ShownChallenge {
  id: string;
  slug: string;
  versionId: string;
  version: number;
  /** Of everything that decides its scores. */
  definitionHash: string;
  /** When another version took its place or its folder was gone; null: it is the current one. */
  archivedAt: Date | null;
  manifest: Manifest;
  pages: Pages;
  /** Those of an archived version closed with it at the latest; the ones that had not opened by then are left out. */
  phases: Phase[];
  /** The data set of the manifest's default source. */
  dataSet: DataSet | null;
}

export interface PublishedVersion {
  version: number;
  publishedAt: Date;
  /** When another version took its place or its folder was gone; null: it is the current one. */
  archivedAt: Date | null;
}

type Row = ChallengeVersion & { challenge: Challenge; phases: Phase[]; dataSets: DataSet[] };

@Injectable()
export class ChallengesRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async listCurrent(): Promise<ShownChallenge[]> {
    const challenges = await this.database.challenge.findMany({
      where: { versions: { some: { NOT: { publishedAt: null } } } },
      orderBy: { createdAt: 'asc' },
      include: { versions: newestPublished },
    });
    return challenges.flatMap(({ versions, ...challenge }) =>
      versions.map((version) => shown({ ...version, challenge }, challenge.archivedAt)),
    );
  }

  async findCurrent(slug: string): Promise<ShownChallenge> {
    const challenge = await this.database.challenge.findUnique({ where: { slug }, include: { versions: newestPublished } });
    const version = challenge?.versions[0];
    if (!challenge || !version) throw notFound(`challenge '${slug}'`);
    return shown({ ...version, challenge }, challenge.archivedAt);
  }

  /** A version of a challenge; without a number the current one. */
  async findVersion(slug: string, wanted: number | undefined): Promise<ShownChallenge> {
    if (wanted === undefined) return this.findCurrent(slug);
    const versions = await this.versions(slug);
    const known = versions.find(({ version }) => version === wanted);
    if (!known) throw notFound(`version ${wanted} of ${slug}; it has ${versions.map(({ version }) => version).join(', ') || 'none'}`);
    const row = await this.database.challengeVersion.findFirstOrThrow({
      where: { version: wanted, challenge: { slug } },
      include: { ...ofVersion, challenge: true },
    });
    return shown(row, known.archivedAt);
  }

  /** The published versions, the newest first. Each was archived when the next one was published, or the folder was gone. */
  async versions(slug: string): Promise<PublishedVersion[]> {
    const rows = await this.database.challengeVersion.findMany({
      where: { challenge: { slug }, NOT: { publishedAt: null } },
      orderBy: { publishedAt: 'desc' },
      select: { version: true, publishedAt: true, challenge: { select: { archivedAt: true } } },
    });
    let archivedAt: Date | null = rows[0]?.challenge.archivedAt ?? null;
    return rows.flatMap(({ version, publishedAt }) => {
      if (!publishedAt) return [];
      const row = { version, publishedAt, archivedAt };
      archivedAt = publishedAt;
      return [row];
    });
  }

  /** Counts participants and submissions over all versions of each challenge, without baselines. */
  async activity(): Promise<Map<string, { participants: number; submissions: number }>> {
    const rows = await this.database.$queryRaw<{ slug: string; participants: number; submissions: number }[]>`
      SELECT c.slug, count(DISTINCT s.user_id)::int AS participants, count(*)::int AS submissions
      FROM submissions s
      JOIN phases p ON p.id = s.phase_id
      JOIN challenge_versions v ON v.id = p.challenge_version_id
      JOIN challenges c ON c.id = v.challenge_id
      WHERE NOT s.baseline
      GROUP BY c.slug`;
    return new Map(rows.map(({ slug, ...counts }) => [slug, counts]));
  }

  /**
   * Publishes a challenge: under another definition as a new version, else in place. Returns the number of the new version, or null if
   * none was needed. A lock per challenge lets only one call run at a time.
   */
  publish(publication: Publication): Promise<number | null> {
    return this.database.$transaction(
      async (transaction) => {
        await lockFor(transaction, `challenge ${publication.manifest.slug}`);
        return publishWithin(transaction, publication);
      },
      { timeout: 60_000 },
    );
  }

  /** Archives the challenges whose folders are gone. Returns those that were not archived before. */
  async archiveAllBut(slugs: readonly string[]): Promise<string[]> {
    const gone = { slug: { notIn: [...slugs] }, archivedAt: null };
    const archived = await this.database.challenge.updateManyAndReturn({
      where: gone,
      data: { archivedAt: new Date() },
      select: { slug: true },
    });
    return archived.map(({ slug }) => slug);
  }

  /** For organisers, who see them until the folder can be published. */
  async noteProblems(slug: string, problems: readonly string[]): Promise<void> {
    const noted = { problems: [...problems], archivedAt: null };
    await this.database.challenge.upsert({ where: { slug }, create: { slug, ...noted }, update: noted });
  }

  /** Resets failed data sets to be prepared again: the cause may have been fixed. */
  async retryFailedDataSets(): Promise<void> {
    const afresh = { state: 'pending', attempts: 0, finishedAt: null } as const;
    const where = { state: 'failed', challengeVersion: { challenge: { archivedAt: null } } } as const;
    await this.database.dataSet.updateMany({ where, data: afresh });
  }

  /** Those that take least time first. */
  pendingDataSets(): Promise<string[]> {
    return findWaiting(this.database, leasedRows.dataSet, { forMs: 0, limit: 1000, atOnce: 1 });
  }
}

const ofVersion = { phases: { orderBy: { opensAt: 'asc' as const } }, dataSets: true };

const newestPublished = {
  where: { NOT: { publishedAt: null } },
  orderBy: { publishedAt: 'desc' as const },
  take: 1,
  include: ofVersion,
};

function shown({ challenge, ...row }: Row, archivedAt: Date | null): ShownChallenge {
  const manifest = StoredManifest.parse(row.manifest);
  const closedAt = (closesAt: Date | null): Date | null =>
    archivedAt !== null && (closesAt === null || archivedAt < closesAt) ? archivedAt : closesAt;
  return {
    id: challenge.id,
    slug: challenge.slug,
    versionId: row.id,
    version: row.version,
    definitionHash: row.definitionHash,
    manifest,
    pages: Pages.parse(row.pages),
    archivedAt,
    phases: row.phases
      .filter(({ opensAt }) => archivedAt === null || opensAt < archivedAt)
      .map((phase) => ({ ...phase, closesAt: closedAt(phase.closesAt) })),
    dataSet: row.dataSets.find(({ source }) => source === manifest.data.default) ?? null,
  };
}
