import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { limits } from '../common/limits';
import { Schedules } from '../common/schedules';
import { ArchivesService } from './archives.service';

@Injectable()
export class ArchivesWorker implements OnApplicationBootstrap {
  constructor(
    private readonly archives: ArchivesService,
    private readonly schedules: Schedules,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.schedules.start('archive.remove', {
      sweep: (now) => this.archives.remove(now),
      everyMs: limits.removeArchivesEveryMs,
      gone: 'removed archives of images',
    });
  }
}
