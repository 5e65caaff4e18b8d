import { Inject, Injectable } from '@nestjs/common';
import { StoredManifest } from '@unblind/contracts';
import type { Database, Prisma, Runner } from '@unblind/database';
import { bestEntries } from '../boards/board-rows';
import { BoardsRepository } from '../boards/boards.repository';
import { DATABASE } from '../common/tokens';

/** The archive of a container image that may be removed. */
export interface Archive {
  id: string;
  key: string;
  bytes: number;
  challenge: string;
}

/** The space taken by the files of one kind of submission. */
export interface Stored {
  challenge: string;
  kind: string;
  files: number;
  bytes: number;
  removedFiles: number;
  removedBytes: number;
}

const phase = { include: { challengeVersion: { include: { challenge: true } } } } as const;

const shown = {
  // The evaluations may be of phases of several versions.
  submission: { include: { phase, evaluations: { select: { phase } } } },
} satisfies Prisma.ArtefactInclude;

@Injectable()
export class ArchivesRepository {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly boards: BoardsRepository,
  ) {}

  /** A file that several submissions of a challenge share counts once. */
  stored(): Promise<Stored[]> {
    return this.database.$queryRaw<Stored[]>`
      SELECT challenge, kind,
        count(*) FILTER (WHERE NOT removed)::int AS files,
        coalesce(sum(bytes) FILTER (WHERE NOT removed), 0)::float8 AS bytes,
        count(*) FILTER (WHERE removed)::int AS "removedFiles",
        coalesce(sum(bytes) FILTER (WHERE removed), 0)::float8 AS "removedBytes"
      FROM (
        SELECT DISTINCT c.slug AS challenge, s.kind, a.key, a.bytes, a.removed_at IS NOT NULL AS removed
        FROM artefacts a
        JOIN submissions s ON s.id = a.submission_id
        JOIN phases p ON p.id = s.phase_id
        JOIN challenge_versions v ON v.id = p.challenge_version_id
        JOIN challenges c ON c.id = v.challenge_id
        WHERE a.role = 'submission') files
      GROUP BY challenge, kind ORDER BY challenge, kind`;
  }

  /**
   * Archives of images whose evaluations and timings ended before `endedBefore`, superseded or without a result. Baselines stay, and
   * so does each participant's best entry on a board of its phase. While a phase is blinded all stay: which are kept would tell which
   * are best.
   */
  async due(endedBefore: Date): Promise<Archive[]> {
    const rows = await this.database.artefact.findMany({
      where: {
        role: 'submission',
        area: 'submissions',
        removedAt: null,
        submission: {
          kind: 'container',
          baseline: false,
          evaluations: { some: {}, none: { OR: [...unfinished(endedBefore), { phase: { blinded: true, unblindedAt: null } }] } },
        },
      },
      include: shown,
    });
    const phases = new Map(rows.flatMap(({ submission }) => submission?.evaluations.map((of) => [of.phase.id, of.phase] as const) ?? []));
    const best = new Set<string>();
    for (const [phaseId, { challengeVersion }] of phases) {
      const { scoring } = StoredManifest.parse(challengeVersion.manifest);
      for (const board of scoring.boards)
        for (const { value, evaluation } of bestEntries(await this.boards.entries(phaseId, board.id), board))
          if (value !== null) best.add(evaluation.submission.id);
    }
    return rows.flatMap(({ id, key, bytes, submission }) =>
      submission && !best.has(submission.id)
        ? [{ id, key, bytes: Number(bytes), challenge: submission.phase.challengeVersion.challenge.slug }]
        : [],
    );
  }

  /**
   * Marks an object as removed unless a submission still needs it. Locks the upload's row, as a new submission of it does, so that
   * nobody can submit a removed file.
   */
  markRemoved(key: string, due: readonly string[], now: Date): Promise<boolean> {
    return this.database.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT id FROM uploads WHERE key = ${key} FOR UPDATE`;
      const needed = await transaction.artefact.count({ where: { key, removedAt: null, id: { notIn: [...due] } } });
      if (needed > 0) return false;
      await transaction.upload.updateMany({ where: { key }, data: { state: 'aborted' } });
      await transaction.artefact.updateMany({ where: { key }, data: { removedAt: now } });
      return true;
    });
  }

  runnersSeenSince(since: Date): Promise<Runner[]> {
    return this.database.runner.findMany({ where: { seenAt: { gt: since } }, orderBy: { name: 'asc' } });
  }

  async removedSince(since: Date): Promise<string[]> {
    const rows = await this.database.artefact.findMany({ where: { removedAt: { gte: since } }, select: { key: true }, distinct: ['key'] });
    return rows.map(({ key }) => key);
  }
}

/** Evaluations that still need the archive. Used with `none`, because a comparison with null is neither true nor false. */
function unfinished(endedBefore: Date): Prisma.EvaluationWhereInput[] {
  return [{ finishedAt: null }, { finishedAt: { gte: endedBefore } }, { timing: { is: { state: { in: ['waiting', 'running'] } } } }];
}
