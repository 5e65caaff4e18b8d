import { Inject, Injectable } from '@nestjs/common';
import { predictionsFolder, tensorKey, tensorLimit } from '@unblind/assignments';
import type { LeaseCall } from '@unblind/assignments';
import { mostTensors } from '@unblind/contracts';
import type { CreatePredictionUpload, PredictionUpload as PredictionUploadView } from '@unblind/contracts';
import type { PredictionUpload } from '@unblind/database';
import { StorageError } from '@unblind/storage';
import type { Storage, StorageArea } from '@unblind/storage';
import { limits } from '../common/limits';
import { ProblemException, notFound } from '../common/problem';
import { STORAGE } from '../common/tokens';
import { partBytesFor, partsOf } from '../uploads/upload-parts';
import { LeaseRepository } from './lease.repository';
import { PredictionUploadsRepository } from './prediction-uploads.repository';
import { held } from './runner-problems';

/** Predictions that runners send: the bytes go directly to storage, under the fence of the lease. */
@Injectable()
export class PredictionUploadsService {
  private readonly area: StorageArea;

  constructor(
    @Inject(STORAGE) storage: Storage,
    private readonly uploads: PredictionUploadsRepository,
    private readonly leases: LeaseRepository,
  ) {
    this.area = storage.area('results');
  }

  /** Resumes the upload if the same tensor was announced before. */
  async create(call: LeaseCall, wish: CreatePredictionUpload): Promise<PredictionUploadView> {
    await held(this.leases.check(call));
    const limit = call.step === 'time' ? null : tensorLimit(await this.leases.evaluation(call.evaluationId), wish);
    if (limit === null) throw refused(`The step has no run ${wish.seed}/${wish.variation}.`);
    if (wish.bytes > limit) throw refused(`${wish.name} of run ${wish.seed}/${wish.variation} may have ${limit} bytes, not ${wish.bytes}.`);
    const known = await this.uploads.find(call, wish);
    if (known?.sha256 === wish.sha256 && Number(known.bytes) === wish.bytes) return this.view(known);
    if (!known && (await this.uploads.count(call, wish)) >= mostTensors) throw refused(`A run has at most ${mostTensors} tensors.`);
    if (known && !known.complete) await this.area.abortUpload(known.key, known.storageRef);
    const key = tensorKey(predictionsFolder(call.evaluationId, call.fence), wish, wish.name);
    const partBytes = partBytesFor(wish.bytes);
    const storageRef = await this.area.createUpload(key, { bytes: wish.bytes, partBytes });
    return this.view(await held(this.uploads.replace(call, wish, { key, partBytes, storageRef })));
  }

  /** Joins the parts, and reads the object back for its sha256. Repeatable. */
  async complete(call: LeaseCall, id: string): Promise<PredictionUploadView> {
    await held(this.leases.check(call));
    const upload = await this.uploads.findById(call, id);
    if (!upload) throw notFound('such upload of this lease');
    if (upload.complete) return this.view(upload);
    await this.area.completeUpload(upload.key, upload.storageRef).catch(refusedByStorage);
    const got = await this.area.sha256(upload.key);
    if (got !== upload.sha256) {
      await this.uploads.remove(id);
      throw new ProblemException('upload-corrupted', { detail: `Expected sha256 ${upload.sha256}; the bytes received have ${got}.` });
    }
    await held(this.uploads.complete(call, id));
    return this.view({ ...upload, complete: true });
  }

  /** Removes what runners sent under leases that are over, unless it counts. Returns how many tensors were removed. */
  async removeLeft(now: Date): Promise<number> {
    const left = await this.uploads.left(new Date(now.getTime() - limits.predictionsKeptMs));
    for (const { id, key, storageRef } of left) {
      await this.area.abortUpload(key, storageRef);
      await this.area.delete(key);
      await this.uploads.remove(id);
    }
    return left.length;
  }

  private async view({ id, complete, bytes, partBytes, key, storageRef }: PredictionUpload): Promise<PredictionUploadView> {
    const received = complete ? [] : await this.area.listParts(key, storageRef);
    const there = new Set(received.map(({ partNumber }) => partNumber));
    const expiresSeconds = limits.partUrlSeconds;
    const parts = await Promise.all(
      (complete ? [] : partsOf(Number(bytes), partBytes)).map(async (part) => ({
        ...part,
        received: there.has(part.number),
        url: await this.area.signPart(key, storageRef, part.number, { expiresSeconds }),
      })),
    );
    return { id, complete, partBytes, parts };
  }
}

function refused(detail: string): ProblemException {
  return new ProblemException('predictions-refused', { detail });
}

function refusedByStorage(error: unknown): never {
  if (!(error instanceof StorageError) || error.code !== 'upload-incomplete') throw error;
  const errors = error.parts.map((number) => ({ path: `parts.${number}`, message: 'missing, or of the wrong size' }));
  throw new ProblemException('upload-incomplete', { detail: error.message, fix: error.fix, errors });
}
