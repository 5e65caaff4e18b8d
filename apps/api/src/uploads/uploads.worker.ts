import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { limits } from '../common/limits';
import { Schedules } from '../common/schedules';
import { UploadsService } from './uploads.service';

/** Regularly removes abandoned uploads. */
@Injectable()
export class UploadsWorker implements OnApplicationBootstrap {
  constructor(
    private readonly uploads: UploadsService,
    private readonly schedules: Schedules,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.schedules.start('upload.expire', {
      sweep: (now) => this.uploads.expire(now),
      everyMs: limits.expireEveryMs,
      gone: 'expired uploads',
    });
  }
}
