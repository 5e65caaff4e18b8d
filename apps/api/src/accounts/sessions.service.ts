import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '@unblind/database';
import type { CookieOptions } from 'express';
import type { Identity } from '../access/identity';
import { limits } from '../common/limits';
import { hashSecret, newSecret } from '../common/secrets';
import { CONFIG, DATABASE } from '../common/tokens';
import type { ApiConfig } from '../config';

export const sessionCookie = 'unblind_session';

/** People's sessions: a random secret in a cookie, its hash in the database. */
@Injectable()
export class SessionsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {}

  async open(userId: string): Promise<string> {
    const secret = newSecret();
    const expiresAt = new Date(Date.now() + limits.sessionMs);
    await this.database.session.create({ data: { userId, secretHash: hashSecret(secret), expiresAt } });
    await this.database.session.deleteMany({ where: { userId, expiresAt: { lt: new Date() } } });
    return secret;
  }

  async identify(secret: string): Promise<Identity | null> {
    const session = await this.database.session.findFirst({
      where: { secretHash: hashSecret(secret), expiresAt: { gt: new Date() } },
      include: { user: true },
    });
    return session && { user: session.user, sessionId: session.id, scopes: [] };
  }

  async close(sessionId: string): Promise<void> {
    await this.database.session.deleteMany({ where: { id: sessionId } });
  }

  cookieOptions(): CookieOptions {
    return { httpOnly: true, sameSite: 'lax', secure: this.config.publicUrl.startsWith('https:'), path: '/', maxAge: limits.sessionMs };
  }
}
