import { Inject, Injectable } from '@nestjs/common';
import type { CookieOptions } from 'express';
import { limits } from '../common/limits';
import { hashSecret, newSecret } from '../common/secrets';
import { CONFIG } from '../common/tokens';
import type { ApiConfig } from '../config';
import { apiPrefix } from '../config';
import { DevicesRepository } from './devices.repository';

export const deviceCookie = 'unblind_device';

/**
 * Browsers that somebody signed in with before. The cookie gives no access: it only says that wrong passwords which others send do not
 * count against this browser. It outlives sessions and signing out.
 */
@Injectable()
export class DevicesService {
  constructor(
    @Inject(CONFIG) private readonly config: ApiConfig,
    private readonly devices: DevicesRepository,
  ) {}

  /** A name for this browser if the user signed in with it before, otherwise null. Asks the database in either case. */
  async recognise(secret: string | undefined, userId: string | undefined): Promise<string | null> {
    if (secret === undefined) return null;
    const secretHash = hashSecret(secret);
    const users = await this.devices.usersOf(secretHash);
    return userId !== undefined && users.includes(userId) ? secretHash : null;
  }

  /** Remembers the browser for this user. Returns its secret: the one that it has if the platform knows it, otherwise a new one. */
  async remember(secret: string | undefined, userId: string): Promise<string> {
    const known = secret !== undefined && (await this.devices.usersOf(hashSecret(secret))).length > 0;
    const kept = known ? secret : newSecret();
    await this.devices.remember(hashSecret(kept), userId, new Date(Date.now() + limits.deviceMs));
    return kept;
  }

  cookieOptions(): CookieOptions {
    const secure = this.config.publicUrl.startsWith('https:');
    return { httpOnly: true, sameSite: 'lax', secure, path: `/${apiPrefix}/accounts`, maxAge: limits.deviceMs };
  }

  expire(now: Date): Promise<number> {
    return this.devices.expire(now);
  }
}
