import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '@unblind/database';
import { DATABASE } from '../common/tokens';

@Injectable()
export class DevicesRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async usersOf(secretHash: string): Promise<string[]> {
    const rows = await this.database.knownDevice.findMany({
      where: { secretHash, expiresAt: { gt: new Date() } },
      select: { userId: true },
    });
    return rows.map(({ userId }) => userId);
  }

  async remember(secretHash: string, userId: string, expiresAt: Date): Promise<void> {
    const where = { secretHash_userId: { secretHash, userId } };
    await this.database.knownDevice.upsert({ where, create: { secretHash, userId, expiresAt }, update: { expiresAt } });
  }

  async expire(now: Date): Promise<number> {
    return (await this.database.knownDevice.deleteMany({ where: { expiresAt: { lt: now } } })).count;
  }
}
