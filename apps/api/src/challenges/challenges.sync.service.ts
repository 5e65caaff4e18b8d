import { Inject, Injectable } from '@nestjs/common';
import { listChallenges, loadChallenge } from '@unblind/challenges';
import type { Challenge as ChallengeFolder } from '@unblind/challenges';
import { ManifestError, definitionOf } from '@unblind/contracts';
import type { Manifest } from '@unblind/contracts';
import { databaseProblem } from '@unblind/database';
import type { Logger } from 'pino';
import { Jobs } from '../common/jobs';
import { CONFIG, LOGGER } from '../common/tokens';
import type { ApiConfig } from '../config';
import { dataScheme } from './definition-hash';
import { ChallengesRepository } from './challenges.repository';
import type { Publication } from './publish-version';

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
    for (const slug of await listChallenges(root)) {
      const folder = await this.load(slug, root);
      if (folder) await this.publish(folder).catch((error: unknown) => this.reportUnlessDatabaseIsGone(slug, error));
    }
    await this.prepareData();
  }

  /** A folder that is invalid or cannot be read does not stop the other challenges; its published version stays as it is. */
  private async load(slug: string, root: string | undefined): Promise<ChallengeFolder | null> {
    try {
      return await loadChallenge(slug, root);
    } catch (error) {
      if (error instanceof ManifestError)
        this.logger.error(
          { challenge: slug, problems: error.problems },
          'challenge.yaml has problems; the published version stays as it is',
        );
      else this.logger.error({ challenge: slug, err: error }, 'the challenge folder cannot be read; the published version stays as it is');
      return null;
    }
  }

  /** What one challenge holds must not keep the others from being published. */
  private reportUnlessDatabaseIsGone(slug: string, error: unknown): void {
    if (databaseProblem(error) === 'unavailable') throw error;
    this.logger.error({ challenge: slug, err: error }, 'the challenge cannot be stored; the published version stays as it is');
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
