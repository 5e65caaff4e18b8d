import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '@unblind/database';
import { DATABASE } from '../common/tokens';

export interface Bucket {
  /** Attempts that fit at once. */
  burst: number;
  /** The time in which one attempt drains. */
  everyMs: number;
}

/** Leaky buckets that all API processes share and that survive their restart. The database's clock counts. */
@Injectable()
export class RateLimitsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Counts an attempt. Returns null, or, where the bucket is full, the seconds until the next attempt fits; that one is not counted. */
  async take(key: string, { burst, everyMs }: Bucket): Promise<number | null> {
    const room = (burst - 1) * everyMs;
    const counted = await this.database.$executeRaw`
      INSERT INTO rate_limits AS held (key, empty_at) VALUES (${key}, clock_timestamp() + ${everyMs} * interval '1 ms')
      ON CONFLICT (key) DO UPDATE SET empty_at = greatest(held.empty_at, clock_timestamp()) + ${everyMs} * interval '1 ms'
      WHERE held.empty_at <= clock_timestamp() + ${room} * interval '1 ms'`;
    if (counted > 0) return null;
    const [row] = await this.database.$queryRaw<{ seconds: number }[]>`
      SELECT extract(epoch FROM empty_at - clock_timestamp() - ${room} * interval '1 ms')::float8 AS seconds
      FROM rate_limits WHERE key = ${key}`;
    return Math.max(1, Math.ceil(row?.seconds ?? 1));
  }

  /** Counts an attempt, whatever came before. Returns how many are in the bucket, which holds `most`. */
  async add(key: string, everyMs: number, most: number): Promise<number> {
    const full = most * everyMs;
    const [row] = await this.database.$queryRaw<{ count: number }[]>`
      INSERT INTO rate_limits AS held (key, empty_at) VALUES (${key}, clock_timestamp() + ${everyMs} * interval '1 ms')
      ON CONFLICT (key) DO UPDATE SET empty_at = least(
        greatest(held.empty_at, clock_timestamp()) + ${everyMs} * interval '1 ms', clock_timestamp() + ${full} * interval '1 ms')
      RETURNING (extract(epoch FROM empty_at - clock_timestamp()) * 1000 / ${everyMs})::float8 AS count`;
    return Math.round(row?.count ?? 0);
  }

  /** Takes back one attempt. */
  async giveBack(key: string, everyMs: number): Promise<void> {
    await this.database.$executeRaw`UPDATE rate_limits SET empty_at = empty_at - ${everyMs} * interval '1 ms' WHERE key = ${key}`;
  }

  async forget(key: string): Promise<void> {
    await this.database.rateLimit.deleteMany({ where: { key } });
  }

  async expire(now: Date): Promise<number> {
    return (await this.database.rateLimit.deleteMany({ where: { emptyAt: { lt: now } } })).count;
  }
}
