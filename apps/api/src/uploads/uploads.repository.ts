import { Inject, Injectable } from '@nestjs/common';
import type { Database, Prisma, Upload } from '@unblind/database';
import { lockFor } from '../common/locks';
import { DATABASE } from '../common/tokens';

type Same = Pick<Upload, 'userId' | 'sha256' | 'bytes'>;

@Injectable()
export class UploadsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Finds this user's usable upload of the same file, a complete one first, or creates a new one. A lock lets only one call run at a time. */
  findOrCreate(
    same: Same,
    isUsable: (upload: Upload) => Promise<boolean>,
    make: () => Promise<Omit<Prisma.UploadUncheckedCreateInput, keyof Same>>,
  ): Promise<Upload> {
    return this.database.$transaction(
      async (transaction) => {
        await lockFor(transaction, `upload ${same.userId} ${same.sha256}`);
        const known = await transaction.upload.findMany({
          where: { ...same, OR: [{ state: 'complete' }, { state: 'open', expiresAt: { gt: new Date() } }] },
          orderBy: { createdAt: 'desc' },
        });
        const best = known.find(({ state }) => state === 'complete') ?? known[0];
        if (best && (await isUsable(best))) return best;
        return transaction.upload.create({ data: { ...same, ...(await make()) } });
      },
      { timeout: 30_000 },
    );
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
