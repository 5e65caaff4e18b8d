import { Inject, Injectable } from '@nestjs/common';
import type { User } from '@unblind/database';
import type { CookieOptions, Response } from 'express';
import type { Identity } from '../access/identity';
import { limits } from '../common/limits';
import { ProblemException } from '../common/problem';
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

  /** @throws ProblemException if the password was changed since it was checked */
  async open(user: Pick<User, 'id' | 'passwordHash'>): Promise<string> {
    const secret = newSecret();
    const expiresAt = new Date(Date.now() + limits.sessionMs);
    if (await this.accounts.openSession(user, hashSecret(secret), expiresAt)) return secret;
    throw new ProblemException('wrong-credentials', { detail: 'The password was changed in this moment.' });
  }

  async identify(secret: string): Promise<Identity | null> {
    const session = await this.accounts.findSession(hashSecret(secret));
    return session && { user: session.user, sessionId: session.id, scopes: [] };
  }

  async close(sessionId: string): Promise<void> {
    await this.accounts.closeSession(sessionId);
  }

  clearCookie(response: Response): void {
    const { maxAge: _, ...options } = this.cookieOptions();
    response.clearCookie(sessionCookie, options);
  }

  cookieOptions(): CookieOptions {
    return { httpOnly: true, sameSite: 'lax', secure: this.config.publicUrl.startsWith('https:'), path: '/', maxAge: limits.sessionMs };
  }
}
