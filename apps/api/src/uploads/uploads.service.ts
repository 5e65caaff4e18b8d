import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { PlatformFault, bytesLimit } from '@unblind/contracts';
import type { CreateUpload, UploadView } from '@unblind/contracts';
import type { Upload } from '@unblind/database';
import { StorageError } from '@unblind/storage';
import type { Storage, StorageArea } from '@unblind/storage';
import type { Identity } from '../access/identity';
import { ChallengesRepository } from '../challenges/challenges.repository';
import { fileTooLarge } from '../common/file-size';
import { limits } from '../common/limits';
import { ProblemException, notFound } from '../common/problem';
import { STORAGE } from '../common/tokens';
import { partBytesFor, partsOf } from './upload-parts';
import { UploadSpace } from './upload-space';
import { UploadsRepository } from './uploads.repository';

/** Uploads: the bytes go directly to storage, part by part; this service keeps the rows and checks the result. */
@Injectable()
export class UploadsService {
  private readonly area: StorageArea;

  constructor(
    @Inject(STORAGE) storage: Storage,
    private readonly uploads: UploadsRepository,
    private readonly challenges: ChallengesRepository,
    private readonly space: UploadSpace,
  ) {
    this.area = storage.area('submissions');
  }

  /** Returns an existing upload if the same user sends the same file: an interrupted one is resumed, a complete one is reused. */
  async create(caller: Identity, { filename, bytes, sha256 }: CreateUpload): Promise<UploadView> {
    if (bytes === 0) throw new ProblemException('file-empty', { detail: `${filename} has 0 bytes.` });
    const largest = Math.max(
      0,
      ...(await this.challenges.listCurrent()).map(({ manifest: { submission } }) =>
        Math.max(...submission.kinds.map((kind) => bytesLimit(submission.limits, kind))),
      ),
    );
    if (bytes > largest) throw fileTooLarge(filename, bytes, largest, 'any challenge here');
    const userId = caller.user.id;
    const make = async () => {
      const id = randomUUID();
      const key = `uploads/${id}`;
      const partBytes = partBytesFor(bytes);
      const storageRef = await this.area.createUpload(key, { bytes, partBytes });
      return { id, filename, partBytes, key, storageRef, expiresAt: new Date(Date.now() + limits.uploadMs) };
    };
    const upload = await this.uploads.findOrCreate(
      { userId, sha256, bytes: BigInt(bytes) },
      { isUsable: (known) => this.isInStorage(known), admit: (usage) => this.space.admit(caller, { filename, bytes }, usage), make },
    );
    return this.view(upload);
  }

  async get(userId: string, id: string): Promise<UploadView> {
    return this.view(await this.find(userId, id));
  }

  /** Reads the stored bytes back and hashes them before the upload can be submitted. Repeatable. */
  async complete(userId: string, id: string): Promise<UploadView> {
    const upload = await this.find(userId, id);
    if (upload.state === 'complete') return this.view(upload);
    if (upload.state === 'aborted') throw uploadAborted();
    const got = await this.assemble(upload).catch(refusedByStorage);
    if (got !== upload.sha256) {
      await this.discard(upload);
      throw new ProblemException('upload-corrupted', { detail: `Expected sha256 ${upload.sha256}; the bytes received have ${got}.` });
    }
    const data = { state: 'complete', expiresAt: new Date(Date.now() + limits.uploadMs) } as const;
    if (!(await this.uploads.complete(id, data.expiresAt))) throw uploadAborted();
    return this.view({ ...upload, ...data });
  }

  async abort(userId: string, id: string): Promise<void> {
    const upload = await this.find(userId, id);
    if (upload.state === 'aborted') return;
    if (!(await this.discard(upload))) throw new ProblemException('upload-in-use', { detail: 'The file was submitted.' });
  }

  /** Removes abandoned open uploads, and complete ones that were not submitted. Returns how many were removed. */
  async expire(now: Date): Promise<number> {
    let gone = 0;
    for (const upload of await this.uploads.expired(now)) if (await this.discard(upload, now)) gone++;
    return gone;
  }

  /** Removes an upload unless a submission uses it. */
  private async discard(upload: Upload, expiredBefore?: Date): Promise<boolean> {
    if (!(await this.uploads.abort(upload, expiredBefore))) return false;
    await this.area.abortUpload(upload.key, upload.storageRef);
    await this.area.delete(upload.key);
    return true;
  }

  /** Joins the parts into the object, and reads it back for its sha256. */
  private async assemble({ key, storageRef }: Upload): Promise<string> {
    await this.area.completeUpload(key, storageRef);
    return this.area.sha256(key);
  }

  private async find(userId: string, id: string): Promise<Upload> {
    const upload = await this.uploads.find(userId, id);
    if (!upload) throw notFound('such upload of yours');
    return upload;
  }

  private async isInStorage(upload: Upload): Promise<boolean> {
    if (upload.state === 'complete') return (await this.area.stat(upload.key)) !== null;
    return (await this.received(upload)) !== null;
  }

  /** The numbers of the parts received; null if storage has no such upload. */
  private async received({ key, storageRef }: Upload): Promise<Set<number> | null> {
    const parts = await this.area.listParts(key, storageRef).catch((error: unknown) => {
      if (error instanceof StorageError && error.code === 'upload-not-found') return null;
      throw error;
    });
    return parts && new Set(parts.map(({ partNumber }) => partNumber));
  }

  private async view(upload: Upload): Promise<UploadView> {
    const { id, state, filename, sha256, partBytes, key, storageRef, expiresAt } = upload;
    const bytes = Number(upload.bytes);
    const received = state === 'open' ? ((await this.received(upload)) ?? new Set<number>()) : null;
    const expiresSeconds = limits.partUrlSeconds;
    const parts = await Promise.all(
      (received ? partsOf(bytes, partBytes) : []).map(async (part) => ({
        ...part,
        received: received?.has(part.number) ?? false,
        url: await this.area.signPart(key, storageRef, part.number, { expiresSeconds }),
      })),
    );
    return { id, state, filename, bytes, sha256, partBytes, parts, expiresAt: expiresAt.toISOString() };
  }
}

function refusedByStorage(error: unknown): never {
  // Another request aborted the upload or found it corrupted in the meantime.
  if (error instanceof PlatformFault && error.detail.code === 'data-missing') throw uploadAborted();
  if (!(error instanceof StorageError)) throw error;
  if (error.code === 'upload-not-found') throw uploadAborted();
  if (error.code !== 'upload-incomplete') throw error;
  const errors = error.parts.map((number) => ({ path: `parts.${number}`, message: 'missing, or of the wrong size' }));
  throw new ProblemException('upload-incomplete', { detail: error.message, fix: error.fix, errors });
}

function uploadAborted(): ProblemException {
  return new ProblemException('upload-aborted', { detail: 'This upload was aborted, has expired, or arrived corrupted.' });
}
