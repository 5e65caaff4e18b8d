import { Inject, Injectable } from '@nestjs/common';
import { StoredManifest } from '@unblind/contracts';
import type { Manifest } from '@unblind/contracts';
import type { Challenge, ChallengeVersion, DataSet, Database, Phase } from '@unblind/database';
import { z } from 'zod';
import { notFound } from '../common/problem';
import { DATABASE } from '../common/tokens';

export const Pages = z.object({ overview: z.string(), data: z.string(), evaluation: z.string(), rules: z.string() });
export type Pages = z.infer<typeof Pages>;

/** The version of a challenge that is shown: the one that was published last. */
export interface CurrentChallenge {
  id: string;
  slug: string;
  versionId: string;
  version: number;
  manifest: Manifest;
  pages: Pages;
  phases: Phase[];
  /** Of the manifest's default source. */
  dataSet: DataSet | null;
}

type Row = ChallengeVersion & { challenge: Challenge; phases: Phase[]; dataSets: DataSet[] };

@Injectable()
export class ChallengesRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async listCurrent(): Promise<CurrentChallenge[]> {
    const challenges = await this.database.challenge.findMany({
      where: { versions: { some: { NOT: { publishedAt: null } } } },
      orderBy: { createdAt: 'asc' },
      include: { versions: newestPublished },
    });
    return challenges.flatMap(({ versions, ...challenge }) => versions.map((version) => current({ ...version, challenge })));
  }

  async findCurrent(slug: string): Promise<CurrentChallenge> {
    const challenge = await this.database.challenge.findUnique({ where: { slug }, include: { versions: newestPublished } });
    const version = challenge?.versions[0];
    if (!challenge || !version) throw notFound(`challenge '${slug}'`);
    return current({ ...version, challenge });
  }

  /** People and submissions over all versions of each challenge; baselines are nobody's entry. */
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
}

const newestPublished = {
  where: { NOT: { publishedAt: null } },
  orderBy: { publishedAt: 'desc' as const },
  take: 1,
  include: { phases: { orderBy: { opensAt: 'asc' as const } }, dataSets: true },
};

function current({ challenge, ...row }: Row): CurrentChallenge {
  const manifest = StoredManifest.parse(row.manifest);
  return {
    id: challenge.id,
    slug: challenge.slug,
    versionId: row.id,
    version: row.version,
    manifest,
    pages: Pages.parse(row.pages),
    phases: row.phases,
    dataSet: row.dataSets.find(({ source }) => source === manifest.data.default) ?? null,
  };
}
