import { Inject, Injectable } from '@nestjs/common';
import { withLease } from '@unblind/assignments';
import type { LeaseCall } from '@unblind/assignments';
import type { CreatePredictionUpload } from '@unblind/contracts';
import type { Database, PredictionUpload } from '@unblind/database';
import { DATABASE } from '../common/tokens';

type Place = Pick<PredictionUpload, 'partBytes' | 'key' | 'storageRef'>;

@Injectable()
export class PredictionUploadsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  find(call: LeaseCall, { seed, variation, name }: CreatePredictionUpload): Promise<PredictionUpload | null> {
    return this.database.predictionUpload.findFirst({ where: { ...fenceOf(call), seed, variation, tensor: name } });
  }

  /** How many tensors of a run were announced. */
  count(call: LeaseCall, { seed, variation }: CreatePredictionUpload): Promise<number> {
    return this.database.predictionUpload.count({ where: { ...fenceOf(call), seed, variation } });
  }

  findById(call: LeaseCall, id: string): Promise<PredictionUpload | null> {
    return this.database.predictionUpload.findFirst({ where: { id, ...fenceOf(call) } });
  }

  /** In place of an earlier announcement of the tensor, if there was one. */
  replace(
    call: LeaseCall,
    { seed, variation, name: tensor, bytes, sha256 }: CreatePredictionUpload,
    place: Place,
  ): Promise<PredictionUpload> {
    const of = { ...fenceOf(call), seed, variation, tensor };
    return withLease(this.database, call, async (transaction) => {
      await transaction.predictionUpload.deleteMany({ where: of });
      return transaction.predictionUpload.create({ data: { ...of, bytes: BigInt(bytes), sha256, ...place } });
    });
  }

  async complete(call: LeaseCall, id: string): Promise<void> {
    await withLease(this.database, call, (transaction) => transaction.predictionUpload.update({ where: { id }, data: { complete: true } }));
  }

  /** Of leases that are over, and whose predictions neither count nor show a disagreement. */
  left(before: Date): Promise<PredictionUpload[]> {
    return this.database.$queryRaw<PredictionUpload[]>`
      SELECT u."id", u."key", u."storage_ref" AS "storageRef" FROM "prediction_uploads" u JOIN "evaluations" e ON e."id" = u."evaluation_id"
      LEFT JOIN "reruns" r ON r."evaluation_id" = e."id" AND EXISTS (
        SELECT FROM "runner_leases" l WHERE l."evaluation_id" = e."id" AND l."fence" = u."fence" AND l."step" = 'rerun')
      WHERE u."created_at" < ${before} AND CASE WHEN r."evaluation_id" IS NULL
        THEN e."fence" > u."fence" AND e."predictions_fence" IS DISTINCT FROM u."fence"
        ELSE r."fence" > u."fence" OR (r."finished_at" IS NOT NULL AND r."state" <> 'disagreed') END LIMIT 500`;
  }

  async remove(id: string): Promise<void> {
    await this.database.predictionUpload.deleteMany({ where: { id } });
  }
}

const fenceOf = ({ evaluationId, fence }: LeaseCall) => ({ evaluationId, fence });
