import { Inject, Injectable } from '@nestjs/common';
import { unlessTaken } from '@unblind/database';
import type { ApiToken, Database, User } from '@unblind/database';
import { DATABASE } from '../common/tokens';

type Stored = Pick<ApiToken, 'name' | 'scopes' | 'secretHash' | 'prefix' | 'expiresAt'>;

@Injectable()
export class TokensRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Those that are not revoked, newest first. */
  list(userId: string): Promise<ApiToken[]> {
    return this.database.apiToken.findMany({ where: { userId, revokedAt: null }, orderBy: { createdAt: 'desc' } });
  }

  /** A revoked token gives its name free. Null: one that is not has it. */
  async create(userId: string, token: Stored): Promise<ApiToken | null> {
    await this.database.apiToken.deleteMany({ where: { userId, name: token.name, NOT: { revokedAt: null } } });
    return unlessTaken(this.database.apiToken.create({ data: { userId, ...token } }));
  }

  /** Made, or made as it is here. */
  async ensure(userId: string, token: Stored): Promise<void> {
    const { name } = token;
    await this.database.apiToken.upsert({
      where: { userId_name: { userId, name } },
      create: { userId, ...token },
      update: { ...token, revokedAt: null },
    });
  }

  /** False: the person has no such token, or it was revoked before. */
  async revoke(userId: string, id: string): Promise<boolean> {
    const { count } = await this.database.apiToken.updateMany({ where: { id, userId, revokedAt: null }, data: { revokedAt: new Date() } });
    return count > 0;
  }

  findBySecret(secretHash: string): Promise<(ApiToken & { user: User }) | null> {
    return this.database.apiToken.findUnique({ where: { secretHash }, include: { user: true } });
  }

  async setLastUsed(id: string, lastUsedAt: Date): Promise<void> {
    await this.database.apiToken.updateMany({ where: { id }, data: { lastUsedAt } });
  }
}
