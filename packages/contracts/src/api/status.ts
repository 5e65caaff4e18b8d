import { z } from 'zod';
import { Timestamp } from './common';

export const Health = z.object({
  status: z.enum(['ok', 'degraded']),
  checks: z.record(z.string(), z.object({ ok: z.boolean(), detail: z.string().optional() })),
});
export type Health = z.infer<typeof Health>;

/** The GPU of a runner. */
export const RunnerGpu = z.object({
  name: z.string(),
  driver: z.string(),
  memoryBytes: z.number(),
  /** false: only containers can use it. */
  runsModels: z.boolean(),
});
export type RunnerGpu = z.infer<typeof RunnerGpu>;

/** What every page shows about the platform: its runners, and whether any of them works without a sandbox. */
export const PlatformStatus = z.object({
  version: z.string(),
  unsafe: z.boolean(),
  runners: z.array(
    z.object({
      name: z.string(),
      provider: z.string().nullable(),
      refusal: z.string().nullable(),
      gpu: RunnerGpu.nullable(),
      /** Why it has no GPU, or none for models. */
      noGpu: z.string().nullable(),
      unsafe: z.boolean(),
      alive: z.boolean(),
      seenAt: Timestamp,
    }),
  ),
  queued: z.number().int(),
});
export type PlatformStatus = z.infer<typeof PlatformStatus>;
