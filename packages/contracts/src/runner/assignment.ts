import { z } from 'zod';
import { FormValues } from '../form';
import { ContractBinding } from '../inspection';
import { GpuNeed, StoredManifest, SubmissionKind } from '../manifest';
import { Sha256 } from '../sha256';
import { Slug } from '../slug';
import { SplitName } from '../splits';
import { Dtype } from '../tensors';
import { ModelStep } from './protocol';

/** A runner's right to work on one step of an evaluation. It ends when no heartbeat came for `staleSeconds`. */
export const Lease = z.object({
  evaluationId: z.uuid(),
  step: ModelStep,
  /** Sent with every call about the lease. Whoever has it next has another one. */
  fence: z.number().int().nonnegative(),
  heartbeatSeconds: z.number().positive(),
  staleSeconds: z.number().positive(),
});
export type Lease = z.infer<typeof Lease>;

/**
 * A file that the step needs. `href` is an address of the API, which answers with a redirect to the bytes for as long as the lease
 * is held; the bytes can be fetched in ranges.
 */
export const AssignedFile = z.object({ href: z.string(), bytes: z.number().int().nonnegative(), sha256: Sha256 });
export type AssignedFile = z.infer<typeof AssignedFile>;

export const SubmittedModelFile = AssignedFile.extend({ filename: z.string() });
export type SubmittedModelFile = z.infer<typeof SubmittedModelFile>;

/** An npy file with the rows of one view. */
export const AssignedView = AssignedFile.extend({
  dtype: Dtype,
  shape: z.array(z.number().int().nonnegative()),
  /** Where rows are sets: the number of entries of each set. */
  lengths: z.array(z.number().int().nonnegative()).optional(),
});
export type AssignedView = z.infer<typeof AssignedView>;

/** The inputs of one run: a split, or a split under one systematic shift. */
export const AssignedInputs = z.object({
  split: SplitName,
  /** null: the nominal rows. */
  variation: Slug.nullable(),
  rows: z.number().int().positive(),
  views: z.record(z.string(), AssignedView),
});
export type AssignedInputs = z.infer<typeof AssignedInputs>;

/** Everything that a runner needs for one step. It holds no truth, no key of the store, and nothing about who sent the submission. */
export const Assignment = z.object({
  lease: Lease,
  /** Seeds the order in which a container is asked, so that another evaluation of the submission asks in the same. */
  submissionId: z.uuid(),
  challenge: z.object({ slug: Slug, version: z.number().int() }),
  manifest: StoredManifest,
  /** The split of the phase. */
  split: SplitName,
  /** Participants must not see anything that a model computed from the split. */
  hiddenInputs: z.boolean(),
  kind: SubmissionKind,
  /** The answer, or the parameters of the method. */
  form: FormValues,
  gpu: GpuNeed,
  /** Of a model that was inspected. */
  binding: ContractBinding.nullable(),
  dataSetId: z.uuid(),
  /** The size of the phase's split: how many rows it has and, where rows are sets, how many entries all of them have. */
  rows: z.number().int().nonnegative(),
  entries: z.number().int().nonnegative(),
  /** Several for models of one method trained with several seeds; none for an answer. */
  files: z.array(SubmittedModelFile),
  /**
   * inspect: the public sample, if there is one. run: the split, the split under each shift, and the training split, for methods that
   * calibrate a model's output. time: the split.
   */
  inputs: z.array(AssignedInputs),
  /** time alone: the model of the challenge that the submission is compared with. */
  reference: SubmittedModelFile.nullable(),
  /** time alone: the scores of the nominal run; null if this kind of challenge stores only what was derived from them. */
  scores: AssignedFile.nullable(),
});
export type Assignment = z.infer<typeof Assignment>;
