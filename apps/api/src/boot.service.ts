import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { FirstUsersService } from './accounts/first-users.service';
import { ChallengesSyncService } from './challenges/challenges.sync.service';
import { CONFIG } from './common/tokens';
import type { ApiConfig } from './config';
import { RunnerTokensService } from './runner-tokens/runner-tokens.service';

/** Writes the rows that must exist before the first request is answered. */
@Injectable()
export class BootService implements OnApplicationBootstrap {
  constructor(
    private readonly users: FirstUsersService,
    private readonly challenges: ChallengesSyncService,
    private readonly runnerTokens: RunnerTokensService,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.users.ensure();
    if (this.config.runnerToken) await this.runnerTokens.ensurePlatform(this.config.runnerToken);
    await this.challenges.sync();
  }
}
