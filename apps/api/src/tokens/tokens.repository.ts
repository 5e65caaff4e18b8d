import { Inject, Injectable } from '@nestjs/common';
import { unlessTaken } from '@unblind/database';
import type { ApiToken, Database, User } from '@unblind/database';
import { DATABASE } from '../common/tokens';

type Stored = Pick<ApiToken, 'name' | 'scopes' | 'secretHash' | 'prefix' | 'expiresAt'>;

@Injectable()
export class TokensRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The user's tokens that are not revoked, newest first. */
  list(userId: string): Promise<ApiToken[]> {
    return this.database.apiToken.findMany({ where: { userId, revokedAt: null }, orderBy: { createdAt: 'desc' } });
  }

  /**
   * Returns null if a token that is not revoked has this name, or 'signed-out' if the session ended meanwhile: whoever changes the
   * password locks the user's row, ends sessions and revokes tokens, so that no token outlives that.
   */
  async create(userId: string, sessionId: string, token: Stored): Promise<ApiToken | null | 'signed-out'> {
    const made = this.database.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT id FROM users WHERE id = ${userId}::uuid FOR SHARE`;
      if ((await transaction.session.count({ where: { id: sessionId } })) === 0) return 'signed-out';
      await transaction.apiToken.deleteMany({ where: { userId, name: token.name, NOT: { revokedAt: null } } });
      return transaction.apiToken.create({ data: { userId, ...token } });
    });
    return unlessTaken<ApiToken | 'signed-out'>(made);
  }

  /** Creates the token, or updates the existing one. */
  async ensure(userId: string, token: Stored): Promise<void> {
    const { name } = token;
    await this.database.apiToken.upsert({
      where: { userId_name: { userId, name } },
      create: { userId, ...token },
      update: { ...token, revokedAt: null },
    });
  }

  /** Returns false if the user has no such token, or it is already revoked. */
  async revoke(userId: string, id: string): Promise<boolean> {
    const { count } = await this.database.apiToken.updateMany({ where: { id, userId, revokedAt: null }, data: { revokedAt: new Date() } });
    return count > 0;
  }

  async revokeAll(userId: string): Promise<void> {
    await this.database.apiToken.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: new Date() } });
  }

  findBySecret(secretHash: string): Promise<(ApiToken & { user: User }) | null> {
    return this.database.apiToken.findUnique({ where: { secretHash }, include: { user: true } });
  }

  async setLastUsed(id: string, lastUsedAt: Date): Promise<void> {
    await this.database.apiToken.updateMany({ where: { id }, data: { lastUsedAt } });
  }
}
