import { basename } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { listChallenges, loadChallenge } from '@unblind/challenges';
import type { Challenge as ChallengeFolder } from '@unblind/challenges';
import { ManifestError, definitionOf } from '@unblind/contracts';
import type { Manifest } from '@unblind/contracts';
import { databaseProblem } from '@unblind/database';
import type { Logger } from 'pino';
import { z } from 'zod';
import { Jobs } from '../common/jobs';
import { CONFIG, LOGGER } from '../common/tokens';
import type { ApiConfig } from '../config';
import { dataScheme } from './definition-hash';
import { ChallengesRepository } from './challenges.repository';
import type { Publication } from './publish-version.repository';

const SystemError = z.object({ code: z.string(), path: z.string().optional() });

/**
 * Writes the challenge folders to the database. Repeatable, and safe if two processes start at once: an unchanged folder changes
 * nothing, a change of presentation updates the version in place, and any other change makes a new version.
 */
@Injectable()
export class ChallengesSyncService {
  constructor(
    @Inject(CONFIG) private readonly config: ApiConfig,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly challenges: ChallengesRepository,
    private readonly jobs: Jobs,
  ) {}

  async sync(): Promise<void> {
    const root = this.config.challengesDirectory;
    const slugs = await listChallenges(root);
    for (const slug of slugs) {
      try {
        await this.publish(await loadChallenge(slug, root));
      } catch (error) {
        await this.report(slug, error);
      }
    }
    const archived = await this.challenges.archiveAllBut(slugs);
    if (archived.length > 0) this.logger.warn({ challenges: archived }, 'their folders are gone: archived, and closed until they are back');
    await this.prepareData();
  }

  /** What is wrong with one challenge does not keep the others from being published; its published version stays as it is. */
  private async report(slug: string, error: unknown): Promise<void> {
    if (databaseProblem(error) === 'unavailable') throw error;
    const problems = error instanceof ManifestError ? error.problems : [whyUnreadable(error)];
    this.logger.error({ challenge: slug, problems, err: error }, 'the challenge cannot be published; its published version stays as it is');
    await this.challenges.noteProblems(slug, problems);
  }

  private async publish({ manifest, pages, scoringFiles }: ChallengeFolder): Promise<void> {
    const version = await this.challenges.publish({
      manifest,
      pages,
      definition: definitionOf(manifest, { files: scoringFiles, dataScheme }),
      phases: phasesOf(manifest),
      dataSet: dataSetOf(manifest),
    });
    if (version !== null) this.logger.info({ challenge: manifest.slug, version }, 'published a challenge version');
  }

  private async prepareData(): Promise<void> {
    // Their cause may be fixed by now, such as an import that lacked a split.
    await this.challenges.retryFailedDataSets();
    for (const id of await this.challenges.pendingDataSets())
      await this.jobs.enqueue('dataset.prepare', { dataSetId: id }, `${id}-prepare`);
  }
}

/** For organisers: the name of a system's error and the file, not its path on this machine. */
function whyUnreadable(error: unknown): string {
  const { code, path } = SystemError.safeParse(error).data ?? {};
  if (code === undefined) return 'The challenge cannot be stored; the log of the API says why.';
  return `${path === undefined ? 'A file of the folder' : basename(path)} cannot be read (${code}).`;
}

function phasesOf(manifest: Manifest): Publication['phases'] {
  return manifest.phases.map(({ id, title, split, opens, closes, perDay, total, finalPicks, board }) => ({
    slug: id,
    title: title ?? `${id.charAt(0).toUpperCase()}${id.slice(1).replaceAll('-', ' ')}`,
    split,
    opensAt: new Date(opens),
    closesAt: closes === undefined ? null : new Date(closes),
    perDay: perDay ?? null,
    total: total ?? null,
    finalPicks: finalPicks ?? null,
    blinded: board === 'blinded',
  }));
}

function dataSetOf({ data }: Manifest): Publication['dataSet'] {
  const source = data.sources[data.default];
  return { source: data.default, simulated: source !== undefined && 'generator' in source };
}
