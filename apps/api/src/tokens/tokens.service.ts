import { Inject, Injectable } from '@nestjs/common';
import { TokenScope } from '@unblind/contracts';
import type { CreateToken, CreatedToken, Token } from '@unblind/contracts';
import { Prisma } from '@unblind/database';
import type { ApiToken, Database } from '@unblind/database';
import type { Identity } from '../access/identity';
import { limits } from '../common/limits';
import { ProblemException, notFound } from '../common/problem';
import { hashSecret, newSecret } from '../common/secrets';
import { DATABASE } from '../common/tokens';

const day = 24 * 3600 * 1000;

@Injectable()
export class TokensService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async list(userId: string): Promise<Token[]> {
    const tokens = await this.database.apiToken.findMany({ where: { userId, revokedAt: null }, orderBy: { createdAt: 'desc' } });
    return tokens.map(view);
  }

  async create(userId: string, { name, scopes, expiresInDays }: CreateToken): Promise<CreatedToken> {
    const secret = `unb_${newSecret()}`;
    const expiresAt = expiresInDays === null ? null : new Date(Date.now() + expiresInDays * day);
    // A revoked token gives its name free.
    await this.database.apiToken.deleteMany({ where: { userId, name, NOT: { revokedAt: null } } });
    const data = { userId, name, scopes: [...new Set(scopes)], ...stored(secret), expiresAt };
    const token = await this.database.apiToken.create({ data }).catch((error: unknown) => {
      if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error;
      throw new ProblemException('token-name-taken', { detail: `You have a token called '${name}'.` });
    });
    return { ...view(token), secret };
  }

  async revoke(userId: string, id: string): Promise<void> {
    const { count } = await this.database.apiToken.updateMany({ where: { id, userId, revokedAt: null }, data: { revokedAt: new Date() } });
    if (count === 0) throw notFound('such token of yours');
  }

  /** A token with a secret that was agreed on elsewhere; repeatable. */
  async ensure(userId: string, { name, scopes, secret }: { name: string; scopes: TokenScope[]; secret: string }): Promise<void> {
    const data = { scopes, ...stored(secret), revokedAt: null, expiresAt: null };
    await this.database.apiToken.upsert({ where: { userId_name: { userId, name } }, create: { userId, name, ...data }, update: data });
  }

  async identify(secret: string): Promise<Identity> {
    const now = new Date();
    const token = await this.database.apiToken.findUnique({ where: { secretHash: hashSecret(secret) }, include: { user: true } });
    if (!token || token.revokedAt) throw new ProblemException('token-invalid', { detail: 'The token is unknown or was revoked.' });
    if (token.expiresAt && token.expiresAt <= now)
      throw new ProblemException('token-invalid', { detail: `The token '${token.name}' expired at ${token.expiresAt.toISOString()}.` });
    if (!token.lastUsedAt || now.getTime() - token.lastUsedAt.getTime() > limits.lastUsedStepMs)
      await this.database.apiToken.updateMany({ where: { id: token.id }, data: { lastUsedAt: now } });
    return { user: token.user, sessionId: null, scopes: view(token).scopes };
  }
}

function stored(secret: string): { secretHash: string; prefix: string } {
  return { secretHash: hashSecret(secret), prefix: secret.slice(0, 10) };
}

function view({ id, name, prefix, scopes, createdAt, expiresAt, lastUsedAt }: ApiToken): Token {
  return {
    id,
    name,
    prefix,
    scopes: scopes.map((scope) => TokenScope.parse(scope)),
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
