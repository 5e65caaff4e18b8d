import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { limits } from '../common/limits';
import { Schedules } from '../common/schedules';
import { RateLimitsService } from '../rate-limits/rate-limits.service';
import { DevicesService } from './devices.service';

/** Regularly removes counts of attempts that have drained, and browsers that were not used for long. */
@Injectable()
export class AccountsWorker implements OnApplicationBootstrap {
  constructor(
    private readonly devices: DevicesService,
    private readonly rateLimits: RateLimitsService,
    private readonly schedules: Schedules,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.schedules.start('account.expire', {
      sweep: async (now) => (await this.rateLimits.expire(now)) + (await this.devices.expire(now)),
      everyMs: limits.expireEveryMs,
      gone: 'expired counts of attempts and known browsers',
    });
  }
}
