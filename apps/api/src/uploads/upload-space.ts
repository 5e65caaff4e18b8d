import { Inject, Injectable } from '@nestjs/common';
import { formatBytes } from '@unblind/contracts';
import type { CreateUpload } from '@unblind/contracts';
import type { Storage } from '@unblind/storage';
import { isOrganiser } from '../access/identity';
import type { Identity } from '../access/identity';
import { ProblemException } from '../common/problem';
import { CONFIG, STORAGE } from '../common/tokens';
import type { ApiConfig } from '../config';
import { UploadsRepository } from './uploads.repository';
import type { Usage } from './uploads.repository';

/** Decides, before a byte is sent, whether there is space for an upload. */
@Injectable()
export class UploadSpace {
  constructor(
    @Inject(CONFIG) private readonly config: ApiConfig,
    @Inject(STORAGE) private readonly storage: Storage,
    private readonly uploads: UploadsRepository,
  ) {}

  /** @throws ProblemException if the person's files would take too much, or the store would have less free than its reserve */
  async admit(caller: Identity, { filename, bytes }: Pick<CreateUpload, 'filename' | 'bytes'>, usage: Usage): Promise<void> {
    const { bytesPerPerson, storage } = this.config;
    if (!isOrganiser(caller) && usage.submitted + usage.waiting + bytes > bytesPerPerson)
      throw new ProblemException('storage-used-up', {
        detail:
          `${filename} has ${formatBytes(bytes)}. Of your ${formatBytes(bytesPerPerson)}, submitted files take ${formatBytes(usage.submitted)}, ` +
          `and uploads that are not submitted ${formatBytes(usage.waiting)}.`,
      });
    const free = await this.freeBytes();
    if (free !== null && free - bytes < storage.reserveBytes)
      throw new ProblemException('storage-full', {
        detail: `${filename} has ${formatBytes(bytes)}; the platform has less than that to spare.`,
      });
  }

  /** Null: the store cannot be asked, and nothing says how much it holds. */
  private async freeBytes(): Promise<number | null> {
    const { storage } = this.config;
    if (storage.kind === 'local') return this.storage.freeBytes();
    return storage.capacityBytes === undefined ? null : storage.capacityBytes - (await this.uploads.storedBytes());
  }
}
