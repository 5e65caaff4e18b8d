import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { FirstUsersService } from './accounts/first-users.service';
import { ChallengesSyncService } from './challenges/challenges.sync.service';

/** Writes the rows that must exist before the first request is answered. */
@Injectable()
export class BootService implements OnApplicationBootstrap {
  constructor(
    private readonly users: FirstUsersService,
    private readonly challenges: ChallengesSyncService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.users.ensure();
    await this.challenges.sync();
  }
}
