import { z } from 'zod';
import { RunnerGpu } from '../api/status';
import { Slug } from '../slug';
import { Line } from '../text';
import { ModelStep } from './protocol';

/** The GPU of a runner: its exact model, and the MIG profile of a part of it. */
export const GpuCapability = RunnerGpu.extend({ mig: z.string().nullable() });
export type GpuCapability = z.infer<typeof GpuCapability>;

const ImageSpace = z.object({
  folder: z.string(),
  images: z.number(),
  bytes: z.number(),
  limitBytes: z.number(),
  freeBytes: z.number(),
});

/** What a runner tells of itself each time it asks for work. */
export const Capabilities = z.object({
  protocol: z.number().int(),
  /** Of the runner's software. */
  version: z.string().max(100),
  /** Distinguishes the runners that hold one token. */
  name: Line({ max: 100 }),
  labels: z.array(Slug).max(16),
  /** The steps that it can take now. */
  steps: z.array(ModelStep),
  /** All steps that it takes: of each group one at a time, beside those of the others. Default: those that it can take now. */
  loops: z.array(z.array(ModelStep)).max(64).optional(),
  /** The sandbox for each kind of submission that is run; null: it takes none of that kind. */
  sandboxes: z.object({ onnx: z.string().nullable(), container: z.string().nullable() }),
  gpu: GpuCapability.nullable(),
  /** Why it has no GPU, or none for models. */
  noGpu: z.string().nullable(),
  /** Why no timing can have this machine to itself; null: it can. */
  shared: z.string().max(200).nullable().default(null),
  cpu: z.string(),
  cores: z.number().int().positive(),
  memoryBytes: z.number().positive(),
  /** It ends after this time; null: it has no end. */
  secondsLeft: z.number().nonnegative().nullable(),
  /** It runs models without a sandbox. */
  unsafe: z.boolean(),
  /** Why it takes no models; null if it takes them. */
  refusal: z.string().nullable(),
  node: z.string().max(100),
  /** The unpacked images that it keeps. */
  images: ImageSpace.nullable(),
  /** What the sandbox's checks found. */
  report: z.unknown(),
});
export type Capabilities = z.infer<typeof Capabilities>;
