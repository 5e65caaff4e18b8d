import { Inject, Injectable } from '@nestjs/common';
import type { Database, Prisma, Upload } from '@unblind/database';
import { lockFor } from '../common/locks';
import { DATABASE } from '../common/tokens';

/** Bytes in files of submissions, and in uploads that were announced or sent but not submitted. */
export interface Usage {
  submitted: number;
  waiting: number;
}

interface Making {
  isUsable: (upload: Upload) => Promise<boolean>;
  /** Throws if a new upload may not be created. */
  admit: (usage: Usage) => Promise<void>;
  make: () => Promise<Omit<Prisma.UploadUncheckedCreateInput, keyof Same>>;
}

type Same = Pick<Upload, 'userId' | 'sha256' | 'bytes'>;

@Injectable()
export class UploadsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * Finds this user's usable upload of the same file, a complete one first, or creates a new one. A lock lets only one call of a user
   * run at a time, so that several at once cannot together take more space than `admit` allows.
   */
  findOrCreate(same: Same, { isUsable, admit, make }: Making): Promise<Upload> {
    return this.database.$transaction(
      async (transaction) => {
        await lockFor(transaction, `uploads ${same.userId}`);
        const known = await transaction.upload.findMany({
          where: { ...same, OR: [{ state: 'complete' }, { state: 'open', expiresAt: { gt: new Date() } }] },
          orderBy: { createdAt: 'desc' },
        });
        const best = known.find(({ state }) => state === 'complete') ?? known[0];
        if (best && (await isUsable(best))) return best;
        await admit(await usageOf(transaction, same.userId));
        return transaction.upload.create({ data: { ...same, ...(await make()) } });
      },
      { timeout: 30_000 },
    );
  }

  /** Bytes of all people's uploads, sent or announced. */
  async storedBytes(): Promise<number> {
    const { submitted, waiting } = await usageOf(this.database, null);
    return submitted + waiting;
  }

  find(userId: string, id: string): Promise<Upload | null> {
    return this.database.upload.findFirst({ where: { id, userId } });
  }

  /** Returns false if the upload was aborted in the meantime. */
  async complete(id: string, expiresAt: Date): Promise<boolean> {
    const where = { id, state: { in: ['open', 'complete'] } } satisfies Prisma.UploadWhereInput;
    const { count } = await this.database.upload.updateMany({ where, data: { state: 'complete', expiresAt } });
    return count > 0;
  }

  /** Finds open uploads that were abandoned, and complete ones that were not submitted. */
  expired(now: Date): Promise<Upload[]> {
    return this.database.upload.findMany({ where: { ...unsubmitted, expiresAt: { lt: now } }, take: 500 });
  }

  /**
   * Aborts an upload unless a submission uses it. A submission changes `expiresAt`, so the comparison with it prevents a race.
   *
   * @param expiredBefore abort if `expiresAt` is before this; default: if `expiresAt` has not changed since it was read
   */
  async abort({ id, expiresAt }: Upload, expiredBefore?: Date): Promise<boolean> {
    const { count } = await this.database.upload.updateMany({
      where: { id, ...unsubmitted, expiresAt: expiredBefore ? { lt: expiredBefore } : expiresAt },
      data: { state: 'aborted' },
    });
    return count > 0;
  }
}

const unsubmitted = { state: { in: ['open', 'complete'] }, artefacts: { none: {} } } satisfies Prisma.UploadWhereInput;

/** Of one user, or of all. An upload that has expired takes no space: its bytes are about to be removed. */
async function usageOf(database: Prisma.TransactionClient, userId: string | null): Promise<Usage> {
  const [usage] = await database.$queryRaw<Usage[]>`
    SELECT coalesce(sum(bytes) FILTER (WHERE submitted), 0)::float8 AS submitted,
      coalesce(sum(bytes) FILTER (WHERE NOT submitted AND expires_at > now()), 0)::float8 AS waiting
    FROM (
      SELECT u.bytes, u.expires_at, EXISTS (SELECT FROM artefacts a WHERE a.upload_id = u.id) AS submitted
      FROM uploads u
      WHERE u.state <> 'aborted' AND (${userId}::uuid IS NULL OR u.user_id = ${userId}::uuid)) files`;
  return usage ?? { submitted: 0, waiting: 0 };
}
