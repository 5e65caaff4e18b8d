import { z } from 'zod';
import { Sha256 } from '../sha256';
import { Slug } from '../slug';

/** In place of a shift's id: the predictions on the training split. */
export const trainingRun = 'training';

/** Identifies the predictions of one model: `nominal`, under a shift, or `training`. Models count from 1. */
export const PredictionRun = z.object({ seed: z.number().int().positive().max(1000), variation: Slug });
export type PredictionRun = z.infer<typeof PredictionRun>;

/** What a tensor of predictions is called: `scores`, `hit_ids`. */
const TensorName = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'a name of at most 40 of a-z 0-9 _');

/** One tensor of a run, as an npy file. */
export const StoredTensor = z.object({ name: TensorName, bytes: z.number().int().positive(), sha256: Sha256 });
export type StoredTensor = z.infer<typeof StoredTensor>;

/** The most that a run has. */
export const mostTensors = 16;

/** The tensors of a run, each of which was uploaded. */
export const StoredRun = PredictionRun.extend({ tensors: z.array(StoredTensor).min(1).max(mostTensors) });
export type StoredRun = z.infer<typeof StoredRun>;

/** Announces a tensor. Announcing it again resumes its upload. */
export const CreatePredictionUpload = z.strictObject({ ...PredictionRun.shape, ...StoredTensor.shape });
export type CreatePredictionUpload = z.infer<typeof CreatePredictionUpload>;

/** PUT each part's bytes to its url; parts already received may be skipped. Then complete the upload. */
export const PredictionUpload = z.object({
  id: z.uuid(),
  complete: z.boolean(),
  partBytes: z.number().int(),
  parts: z.array(z.object({ number: z.number().int(), offset: z.number(), bytes: z.number(), received: z.boolean(), url: z.string() })),
});
export type PredictionUpload = z.infer<typeof PredictionUpload>;
