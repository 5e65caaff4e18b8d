import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '@unblind/database';
import type { Logger } from 'pino';
import { newSecret } from '../common/secrets';
import { CONFIG, DATABASE, LOGGER } from '../common/tokens';
import type { ApiConfig } from '../config';
import { TokensService } from '../tokens/tokens.service';
import { hashPassword } from './passwords';

/** Who must be there before anybody comes: an administrator, and the account that the sample baselines are sent from. */
@Injectable()
export class FirstUsersService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: ApiConfig,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly tokens: TokensService,
  ) {}

  async ensure(): Promise<void> {
    const { initialAdminPassword, seedToken } = this.config;
    if (initialAdminPassword) await this.ensureAdministrator(initialAdminPassword);
    if (seedToken) await this.ensureBaselines(seedToken);
  }

  private async ensureAdministrator(password: string): Promise<void> {
    if ((await this.database.user.count({ where: { role: 'administrator' } })) > 0) return;
    const passwordHash = await hashPassword(password);
    const person = { handle: 'admin', email: 'admin@unblind.invalid', name: 'Administrator' };
    const { count } = await this.database.user.createMany({
      data: [{ ...person, passwordHash, role: 'administrator', mustChangePassword: true }],
      skipDuplicates: true,
    });
    if (count > 0) this.logger.info('made the first administrator');
  }

  /** Nobody knows this account's password: it is used by its token only. */
  private async ensureBaselines(secret: string): Promise<void> {
    const handle = 'unblind-baselines';
    const person = { handle, email: 'baselines@unblind.invalid', name: 'Unblind baselines', role: 'organiser' } as const;
    const existing = await this.database.user.findUnique({ where: { handle } });
    const data = existing ? [] : [{ ...person, passwordHash: await hashPassword(newSecret()) }];
    await this.database.user.createMany({ data, skipDuplicates: true });
    const { id } = await this.database.user.findUniqueOrThrow({ where: { handle } });
    await this.tokens.ensure(id, { name: 'seed', scopes: ['read', 'submit'], secret });
  }
}
