import { Inject, Injectable } from '@nestjs/common';
import type { Database, Prisma, Upload } from '@unblind/database';
import { lockFor } from '../common/locks';
import { DATABASE } from '../common/tokens';

type Same = Pick<Upload, 'userId' | 'sha256' | 'bytes'>;

@Injectable()
export class UploadsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The same person's upload of the same file where it is usable, complete rather than open; else a new one. One at a time. */
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

  /** False: it was aborted in the meantime. */
  async complete(id: string, expiresAt: Date): Promise<boolean> {
    const where = { id, state: { in: ['open', 'complete'] } } satisfies Prisma.UploadWhereInput;
    const { count } = await this.database.upload.updateMany({ where, data: { state: 'complete', expiresAt } });
    return count > 0;
  }

  /** Open ones that were left, and complete ones that nobody submitted. */
  expired(now: Date): Promise<Upload[]> {
    return this.database.upload.findMany({ where: { ...unsubmitted, expiresAt: { lt: now } }, take: 500 });
  }

  /**
   * Only while no submission holds the file: one that takes it moves `expiresAt`, so that the two cannot cross.
   *
   * @param expiredBefore default: while `expiresAt` is what was read
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
