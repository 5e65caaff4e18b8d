import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { newSecret } from '../common/secrets';
import { CONFIG, LOGGER } from '../common/tokens';
import type { ApiConfig } from '../config';
import { TokensService } from '../tokens/tokens.service';
import { AccountsRepository } from './accounts.repository';
import { PasswordsService } from './passwords.service';

const platform = { known: true, sender: 'the platform' };

/** Creates the first users: an administrator, and the account that submits the sample baselines. */
@Injectable()
export class FirstUsersService {
  @Inject(LOGGER) private readonly logger!: Logger;

  constructor(
    @Inject(CONFIG) private readonly config: ApiConfig,
    private readonly accounts: AccountsRepository,
    private readonly passwords: PasswordsService,
    private readonly tokens: TokensService,
  ) {}

  async ensure(): Promise<void> {
    const { initialAdminPassword, seedToken } = this.config;
    if (initialAdminPassword) await this.ensureAdministrator(initialAdminPassword);
    if (seedToken) await this.ensureBaselines(seedToken);
  }

  private async ensureAdministrator(password: string): Promise<void> {
    if (await this.accounts.hasAdministrator()) return;
    const passwordHash = await this.passwords.hash(password, platform);
    const person = { handle: 'admin', email: 'admin@unblind.invalid', name: 'Administrator' };
    const made = await this.accounts.ensure({ ...person, passwordHash, role: 'administrator', mustChangePassword: true });
    if (made) this.logger.info('created the first administrator');
  }

  /** This account has a random password that nobody knows: only its token is used. */
  private async ensureBaselines(secret: string): Promise<void> {
    const handle = 'unblind-baselines';
    const person = { handle, email: 'baselines@unblind.invalid', name: 'Unblind baselines', role: 'organiser' } as const;
    if (!(await this.accounts.findByHandle(handle)))
      await this.accounts.ensure({ ...person, passwordHash: await this.passwords.hash(newSecret(), platform) });
    await this.tokens.ensure(await this.accounts.idOf(handle), { name: 'seed', scopes: ['read', 'submit'], secret });
  }
}
