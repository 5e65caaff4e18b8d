import { Inject, Injectable } from '@nestjs/common';
import { SubmissionKind } from '@unblind/contracts';
import type { StorageSpace } from '@unblind/contracts';
import type { Storage, StorageArea } from '@unblind/storage';
import { z } from 'zod';
import { limits } from '../common/limits';
import { CONFIG, STORAGE } from '../common/tokens';
import type { ApiConfig } from '../config';
import { ArchivesRepository } from './archives.repository';
import type { Archive } from './archives.repository';

const day = 24 * 3600 * 1000;

const Described = z.looseObject({
  images: z.object({ images: z.number(), bytes: z.number(), limitBytes: z.number(), freeBytes: z.number() }),
});

/** Reports the space of submissions, and removes archives that are no longer needed. Rows and results stay. */
@Injectable()
export class ArchivesService {
  private readonly area: StorageArea;

  constructor(
    @Inject(STORAGE) storage: Storage,
    @Inject(CONFIG) private readonly config: Pick<ApiConfig, 'archiveDays'>,
    private readonly archives: ArchivesRepository,
  ) {
    this.area = storage.area('submissions');
  }

  /** Returns the number of objects removed. Each is marked first and then deleted, so that the next round completes an interrupted one. */
  async remove(now: Date): Promise<number> {
    for (const key of await this.archives.removedSince(new Date(now.getTime() - day))) await this.area.delete(key);
    const due = await this.due(now);
    const ids = due.map(({ id }) => id);
    let gone = 0;
    for (const key of new Set(due.map((archive) => archive.key))) {
      if (!(await this.archives.markRemoved(key, ids, now))) continue;
      await this.area.delete(key);
      gone++;
    }
    return gone;
  }

  async space(now: Date): Promise<StorageSpace> {
    const [stored, due, runners] = await Promise.all([
      this.archives.stored(),
      this.due(now),
      this.archives.runnersSeenSince(new Date(now.getTime() - limits.runnerAliveMs)),
    ]);
    return {
      archiveDays: this.config.archiveDays,
      submissions: stored.map(({ challenge, kind, files, bytes, removedFiles, removedBytes }) => ({
        challenge,
        kind: SubmissionKind.parse(kind),
        stored: { files, bytes },
        due: kind === 'container' ? sumOf(due.filter((archive) => archive.challenge === challenge)) : sumOf([]),
        removed: { files: removedFiles, bytes: removedBytes },
      })),
      runners: runners.flatMap(({ name, description, seenAt }) => {
        const images = Described.safeParse(description).data?.images;
        return images ? [{ name, ...images, seenAt: seenAt.toISOString() }] : [];
      }),
    };
  }

  private due(now: Date): Promise<Archive[]> {
    const { archiveDays } = this.config;
    return archiveDays === null ? Promise.resolve([]) : this.archives.due(new Date(now.getTime() - archiveDays * day));
  }
}

function sumOf(archives: readonly Archive[]): { files: number; bytes: number } {
  const bytes = new Map(archives.map((archive) => [archive.key, archive.bytes]));
  return { files: bytes.size, bytes: [...bytes.values()].reduce((sum, size) => sum + size, 0) };
}
