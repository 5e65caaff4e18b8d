import { Inject, Injectable } from '@nestjs/common';
import { StoredDataSetIndex, inOrderOfUse } from '@unblind/contracts';
import type { ChallengeDetail, ChallengeSummary, DataFile } from '@unblind/contracts';
import type { Storage } from '@unblind/storage';
import { limits } from '../common/limits';
import { CONFIG, STORAGE } from '../common/tokens';
import type { ApiConfig } from '../config';
import { detailView, summaryView } from './challenge-views';
import type { PhaseContext } from './phases';
import { ChallengesRepository } from './challenges.repository';

const idle = { participants: 0, submissions: 0 };

@Injectable()
export class ChallengesService {
  constructor(
    private readonly challenges: ChallengesRepository,
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(CONFIG) private readonly config: Pick<ApiConfig, 'submitRequires'>,
  ) {}

  async list(): Promise<ChallengeSummary[]> {
    const [challenges, activity] = await Promise.all([this.challenges.listCurrent(), this.challenges.activity()]);
    const context = this.context();
    return challenges.map((challenge) => summaryView(challenge, activity.get(challenge.slug) ?? idle, context));
  }

  async detail(slug: string, version: number | undefined): Promise<ChallengeDetail> {
    const [challenge, versions, activity] = await Promise.all([
      this.challenges.findVersion(slug, version),
      this.challenges.versions(slug),
      this.challenges.activity(),
    ]);
    return detailView(challenge, versions, activity.get(slug) ?? idle, this.context());
  }

  private context(): PhaseContext {
    return { now: new Date(), submitRequires: this.config.submitRequires };
  }

  /** The public files, each with a link that expires. Never includes hidden inputs or truth. */
  async dataFiles(slug: string): Promise<DataFile[]> {
    const { dataSet } = await this.challenges.findCurrent(slug);
    if (!dataSet?.index) return [];
    const { splits } = StoredDataSetIndex.parse(dataSet.index);
    const area = this.storage.area('public');
    const files = inOrderOfUse(Object.keys(splits)).flatMap((split) => {
      const { variations = {}, ...nominal } = splits[split] ?? { rows: 0, views: {}, truth: {} };
      const groups = [{ variation: null, ...nominal }, ...Object.entries(variations).map(([id, rows]) => ({ variation: id, ...rows }))];
      return groups.flatMap(({ variation, rows, views, truth }) =>
        Object.entries({ ...views, ...truth }).map(([name, file]) => ({ split, variation, rows, name, file })),
      );
    });
    return Promise.all(
      files
        .filter(({ file }) => file.area === 'public')
        .map(async ({ split, variation, rows, name, file: { shape, bytes, sha256, key } }) => {
          const filename = [slug, split, ...(variation === null ? [] : [variation]), `${name}.npy`].join('-');
          const url = await area.signGet(key, { expiresSeconds: limits.dataUrlSeconds, filename });
          return { split, name, variation, bytes, rows, entries: shape[0] ?? rows, sha256, url };
        }),
    );
  }
}
