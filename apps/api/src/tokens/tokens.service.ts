import { Injectable } from '@nestjs/common';
import { TokenScope } from '@unblind/contracts';
import type { CreateToken, CreatedToken, Token } from '@unblind/contracts';
import type { ApiToken } from '@unblind/database';
import type { Identity } from '../access/identity';
import { limits } from '../common/limits';
import { ProblemException, notFound } from '../common/problem';
import { hashSecret, newSecret } from '../common/secrets';
import { TokensRepository } from './tokens.repository';

const day = 24 * 3600 * 1000;

@Injectable()
export class TokensService {
  constructor(private readonly tokens: TokensRepository) {}

  async list(userId: string): Promise<Token[]> {
    return (await this.tokens.list(userId)).map(view);
  }

  async create({ user, sessionId }: Identity, { name, scopes, expiresInDays }: CreateToken): Promise<CreatedToken> {
    const secret = `unb_${newSecret()}`;
    const expiresAt = expiresInDays === null ? null : new Date(Date.now() + expiresInDays * day);
    const wish = { name, scopes: [...new Set(scopes)], ...stored(secret), expiresAt };
    const token = sessionId === null ? 'signed-out' : await this.tokens.create(user.id, sessionId, wish);
    if (token === 'signed-out') throw new ProblemException('not-signed-in', { detail: 'Your session has ended.' });
    if (!token) throw new ProblemException('token-name-taken', { detail: `You already have a token named '${name}'.` });
    return { ...view(token), secret };
  }

  async revoke(userId: string, id: string): Promise<void> {
    if (!(await this.tokens.revoke(userId, id))) throw notFound('such token of yours');
  }

  async revokeAll(userId: string): Promise<void> {
    await this.tokens.revokeAll(userId);
  }

  /** Ensures a token with a given secret. Repeatable. */
  async ensure(userId: string, { name, scopes, secret }: { name: string; scopes: TokenScope[]; secret: string }): Promise<void> {
    await this.tokens.ensure(userId, { name, scopes, ...stored(secret), expiresAt: null });
  }

  async identify(secret: string): Promise<Identity> {
    const now = new Date();
    const token = await this.tokens.findBySecret(hashSecret(secret));
    if (!token || token.revokedAt) throw new ProblemException('token-invalid', { detail: 'The token is unknown or was revoked.' });
    if (token.expiresAt && token.expiresAt <= now)
      throw new ProblemException('token-invalid', { detail: `The token '${token.name}' expired at ${token.expiresAt.toISOString()}.` });
    if (!token.lastUsedAt || now.getTime() - token.lastUsedAt.getTime() > limits.lastUsedStepMs)
      await this.tokens.setLastUsed(token.id, now);
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
