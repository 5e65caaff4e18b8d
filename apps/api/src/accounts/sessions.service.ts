import { Inject, Injectable } from '@nestjs/common';
import type { CookieOptions } from 'express';
import type { Identity } from '../access/identity';
import { limits } from '../common/limits';
import { hashSecret, newSecret } from '../common/secrets';
import { CONFIG } from '../common/tokens';
import type { ApiConfig } from '../config';
import { AccountsRepository } from './accounts.repository';

export const sessionCookie = 'unblind_session';

/** Users' sessions: a random secret in a cookie, and its hash in the database. */
@Injectable()
export class SessionsService {
  constructor(
    @Inject(CONFIG) private readonly config: ApiConfig,
    private readonly accounts: AccountsRepository,
  ) {}

  async open(userId: string): Promise<string> {
    const secret = newSecret();
    const expiresAt = new Date(Date.now() + limits.sessionMs);
    await this.accounts.openSession(userId, hashSecret(secret), expiresAt);
    return secret;
  }

  async identify(secret: string): Promise<Identity | null> {
    const session = await this.accounts.findSession(hashSecret(secret));
    return session && { user: session.user, sessionId: session.id, scopes: [] };
  }

  async close(sessionId: string): Promise<void> {
    await this.accounts.closeSession(sessionId);
  }

  cookieOptions(): CookieOptions {
    return { httpOnly: true, sameSite: 'lax', secure: this.config.publicUrl.startsWith('https:'), path: '/', maxAge: limits.sessionMs };
  }
}
