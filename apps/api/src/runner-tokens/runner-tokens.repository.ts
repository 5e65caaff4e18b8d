import { Inject, Injectable } from '@nestjs/common';
import { releaseAll } from '@unblind/assignments';
import { unlessTaken } from '@unblind/database';
import type { Database, Prisma, RunnerToken } from '@unblind/database';
import { DATABASE } from '../common/tokens';

const withChallenge = {
  challenge: true,
  reruns: { where: { state: { in: ['agreed', 'disagreed'] } }, select: { state: true } },
} satisfies Prisma.RunnerTokenInclude;

export type TokenWithChallenge = Prisma.RunnerTokenGetPayload<{ include: typeof withChallenge }>;

@Injectable()
export class RunnerTokensRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Those that are not revoked, newest first. */
  list(): Promise<TokenWithChallenge[]> {
    return this.database.runnerToken.findMany({ where: { revokedAt: null }, include: withChallenge, orderBy: { createdAt: 'desc' } });
  }

  find(id: string): Promise<TokenWithChallenge | null> {
    return this.database.runnerToken.findFirst({ where: { id, revokedAt: null }, include: withChallenge });
  }

  async challengeId(slug: string): Promise<string | null> {
    return (await this.database.challenge.findUnique({ where: { slug } }))?.id ?? null;
  }

  /** Null if a token that is not revoked has this name. */
  create(userId: string, token: Prisma.RunnerTokenUncheckedCreateInput): Promise<TokenWithChallenge | null> {
    const made = this.database.$transaction(async (transaction) => {
      const created = await transaction.runnerToken.create({ data: { ...token, createdById: userId }, include: withChallenge });
      await transaction.auditEvent.create({ data: { userId, action: 'runner-token.create', subject: `runner-token:${created.id}` } });
      return created;
    });
    return unlessTaken(made);
  }

  /** Creates the token of the platform's own runners, or gives it this secret. */
  async ensurePlatform(secret: Pick<RunnerToken, 'secretHash' | 'prefix'>): Promise<void> {
    const name = 'platform';
    const { count } = await this.database.runnerToken.updateMany({ where: { name, remote: false, revokedAt: null }, data: secret });
    if (count === 0) await unlessTaken(this.database.runnerToken.create({ data: { name, remote: false, trusted: true, ...secret } }));
  }

  /** Puts back what its runners work on. */
  async revoke(userId: string, id: string): Promise<void> {
    await this.database.$transaction([
      this.database.runnerToken.update({ where: { id }, data: { revokedAt: new Date() } }),
      this.database.auditEvent.create({ data: { userId, action: 'runner-token.revoke', subject: `runner-token:${id}` } }),
    ]);
    await releaseAll(this.database, id);
    await this.database.runner.deleteMany({ where: { tokenId: id } });
  }

  findBySecret(secretHash: string): Promise<RunnerToken | null> {
    return this.database.runnerToken.findUnique({ where: { secretHash } });
  }

  async setLastSeen(id: string): Promise<void> {
    await this.database.runnerToken.updateMany({ where: { id }, data: { lastSeenAt: new Date() } });
  }
}
