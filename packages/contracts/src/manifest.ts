import { z } from 'zod';
import { Ladder } from './feedback';
import { Form, FormValues } from './form';
import { ChallengeKind } from './kinds';
import { SplitSize } from './parts';
import { Slug } from './slug';
import { SplitName } from './splits';
import { Throughput } from './throughput';
import { ClassName, OutputContract, ViewCatalogue } from './views';

const sizeUnits = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };
const timeUnits = { s: 1, min: 60, h: 3600 };

/** Digits and a unit that the table has; NaN for another one. */
function amount(text: string, units: Readonly<Record<string, number>>): number {
  const unit = text.replace(/^\d+/, '');
  return parseInt(text) * (units[unit] ?? NaN);
}

/** The message where a text of a certain form was expected; it says so where there is none at all. */
function expected(form: string) {
  return ({ input }: { input?: unknown }): string => (input === undefined ? `is missing; ${form}` : form);
}

/** '256MiB' -> bytes. */
export const ByteSize = z
  .string({ error: expected("a size such as '256MiB'") })
  .regex(/^\d+(B|KiB|MiB|GiB)$/, "a size such as '256MiB'")
  .transform((text) => amount(text, sizeUnits));

/** '10min' -> seconds. */
export const Duration = z
  .string({ error: expected("a duration such as '10min'") })
  .regex(/^\d+(s|min|h)$/, "a duration such as '10min'")
  .transform((text) => amount(text, timeUnits));

const Instant = z.iso.datetime({ offset: true, error: expected("a time with its zone such as '2026-03-01T00:00:00Z'") });

export const SubmissionKind = z.enum(['onnx', 'container', 'predictions', 'answer']);
export type SubmissionKind = z.infer<typeof SubmissionKind>;

export const SimulatedSource = z.strictObject({
  generator: z.string(),
  seed: z.number().int(),
  /** Raised when the generator makes other data than before: the challenge gets a new version, on which stored models run again. */
  revision: z.number().int().positive().optional(),
  /** Rows by split, or by part of it: jets, events, pseudo-experiments. */
  sizes: z.record(SplitName, SplitSize),
  /** About how long making it takes one core: of the data sets that wait, those that take least are made first. Decides no score. */
  cpuSeconds: z.number().positive().optional(),
  /** The test labels are public: every split is made from the seed that stands here, and a board on these data is open-book. */
  openTruth: z.boolean().default(false),
});
export const ImportedSource = z.strictObject({
  importer: z.string(),
  url: z.string(),
  files: z.record(SplitName, z.string()),
  /** The test labels are public, so a board on these data is open-book. */
  openTruth: z.boolean().default(false),
});
export type ImportedSource = z.infer<typeof ImportedSource>;

export const Board = z.strictObject({
  id: Slug,
  title: z.string().optional(),
  by: z.string(),
  order: z.enum(['asc', 'desc']),
  gate: z.string().optional(),
  /** Required where an open phase ranks by a metric that depends on hidden truth. */
  feedback: Ladder.optional(),
});
export type Board = z.infer<typeof Board>;

/** optional: a run takes a GPU where the runner has one. required: it waits for a runner that has one. */
export const GpuNeed = z.enum(['none', 'optional', 'required']);
export type GpuNeed = z.infer<typeof GpuNeed>;

/** How an account must be confirmed before it submits, from least to most. */
export const confirmations = ['none', 'email', 'identity'] as const;
export const Confirmation = z.enum(confirmations);
export type Confirmation = z.infer<typeof Confirmation>;

export const Phase = z.strictObject({
  id: Slug,
  title: z.string().optional(),
  split: SplitName,
  opens: Instant,
  /** Absent: open-ended. */
  closes: Instant.optional(),
  /** How many submissions of an entrant may run on its data, on one UTC day and in all. One of the two is given. */
  perDay: z.number().int().positive().optional(),
  total: z.number().int().positive().optional(),
  /** Asks more of an account than the installation does. */
  requires: Confirmation.default('none'),
  finalPicks: z.number().int().positive().optional(),
  board: z.enum(['open', 'blinded']),
  /** open: results are shown as they are, because the truth of every source is public. */
  feedback: z.literal('open').optional(),
  /** Restricts what this phase takes, computes and ranks to a part of what the challenge declares. */
  kinds: z.array(SubmissionKind).min(1).optional(),
  metrics: z.array(z.string()).min(1).optional(),
  boards: z.array(Slug).min(1).optional(),
  /** Overrides the `gpu` of submission.limits. */
  gpu: GpuNeed.optional(),
  /** false: models are not run under the challenge's shifts, for splits too large to store shifted copies of. */
  shifts: z.boolean().optional(),
  /**
   * Whether runners elsewhere than the platform's own get its inputs: never, those that an administrator trusts, or any. Default: never
   * where the inputs are hidden, else any. A challenge's own runners get hidden inputs only if an administrator trusts them.
   */
  remote: z.enum(['never', 'trusted', 'any']).optional(),
});
export type Phase = z.infer<typeof Phase>;

/** A number from a paper, shown beside measured ones and marked as published. */
export const PublishedResult = z.looseObject({
  name: z.string(),
  source: z.string(),
  dataset: z.string().optional(),
  error: z.number().optional(),
  parameters: z.number().optional(),
});
export type PublishedResult = z.infer<typeof PublishedResult>;

export const Limits = z.strictObject({
  bytes: ByteSize,
  /** Limit for a container's archive; default: `bytes`. */
  imageBytes: ByteSize.optional(),
  /** CPU seconds of a whole submission: all its models, nominal and under every shift, together. */
  cpu: Duration,
  memory: ByteSize,
  cpus: z.number().int().positive(),
  gpu: GpuNeed.default('none'),
});
export type Limits = z.infer<typeof Limits>;

/**
 * The seconds after which a run is stopped though it has CPU time left. Only a machine that is too busy takes three times as long as
 * the work itself, so that is the platform's fault, unless the program slept.
 */
export function wallLimit({ cpu }: Pick<Limits, 'cpu'>): number {
  return 3 * cpu;
}

/** The budget of the trial run on the public sample, which has fewer rows and no shifts. */
export function trialBudget<L extends Pick<Limits, 'cpu'>>(limits: L): L {
  return { ...limits, cpu: limits.cpu / 4 };
}

/** The largest size that a file of a submission may have. */
export function bytesLimit({ bytes, imageBytes }: Pick<Limits, 'bytes' | 'imageBytes'>, kind: SubmissionKind): number {
  return kind === 'container' ? (imageBytes ?? bytes) : bytes;
}

/** One systematic shift of the test inputs. `shift` and its parameters are known to the challenge's data.ts alone. */
export const Variation = z.looseObject({ id: Slug, title: z.string().optional(), shift: z.string() });
export type Variation = z.infer<typeof Variation>;

export const Manifest = z.strictObject({
  apiVersion: z.literal('unblind/v1'),
  slug: Slug,
  title: z.string(),
  tagline: z.string(),
  kind: ChallengeKind,
  pages: z.strictObject({ overview: z.string(), data: z.string(), evaluation: z.string(), rules: z.string() }),
  citation: z.strictObject({ doi: z.string().optional(), dataset: z.string().optional(), licence: z.string() }),
  data: z.strictObject({
    sources: z.record(z.string(), z.union([SimulatedSource, ImportedSource])),
    default: z.string(),
    views: ViewCatalogue,
  }),
  submission: z.strictObject({
    kinds: z.array(SubmissionKind).min(1),
    outputs: z.array(OutputContract).min(1),
    /** How many ONNX files, the same method trained with different seeds, may make one submission. */
    seeds: z.strictObject({ max: z.number().int().positive().max(16) }).optional(),
    /** The form that replaces the file in submissions of kind `answer`. */
    answer: Form.optional(),
    /** The form beside the file: what a method needs besides its model. */
    parameters: Form.optional(),
    limits: Limits,
  }),
  scoring: z.strictObject({
    metrics: z.array(z.string()).min(1),
    /** For kind `classification`: the names of the labels 0, 1, 2 ... of the truth. */
    classes: z.array(ClassName).min(2).optional(),
    /** The background class of the rejection metrics. */
    background: ClassName.optional(),
    /**
     * For kind `interval-estimation`: events of signal that a pseudo-experiment expects at mu = 1. Intervals that are narrower than a
     * count of these alone would allow are flagged.
     */
    signal: z.number().positive().optional(),
    /** For kind `custom`: the organiser's module in the challenge folder, which runs in the sandbox. */
    scorer: z
      .string()
      .regex(/^[\w-]+\.mjs$/, "the name of a module beside challenge.yaml, such as 'scorer.mjs'")
      .optional(),
    replicates: z.number().int().min(20).max(2000).default(200),
    boards: z.array(Board).min(1),
    variations: z.array(Variation).default([]),
    /** When present, models are also timed after they are scored. */
    throughput: Throughput.optional(),
  }),
  phases: z.array(Phase).min(1),
  /** Only runners with all of these labels run and time its submissions. Absent: any runner. */
  runners: z.array(Slug).min(1).max(8).optional(),
  published: z.array(PublishedResult).default([]),
  baselines: z
    .array(
      z.strictObject({
        name: z.string(),
        file: z.string(),
        description: z.string(),
        /** The parameters that go with it. */
        form: FormValues.default({}),
      }),
    )
    .default([]),
});
export type Manifest = z.infer<typeof Manifest>;

/** challenge.yaml as written: a board states its order only where the catalogue of kinds does not know it. */
export const ManifestFile = Manifest.extend({
  scoring: Manifest.shape.scoring.extend({ boards: z.array(Board.partial({ order: true })).min(1) }),
});
/** The revision of the data that a manifest's challenge uses: 1 unless its source says otherwise. */
export function dataRevision({ data }: Pick<Manifest, 'data'>): number {
  const source = data.sources[data.default];
  return (source && 'generator' in source ? source.revision : undefined) ?? 1;
}

export type ManifestFile = z.infer<typeof ManifestFile>;

/** The manifest as stored after parsing: sizes in bytes, durations in seconds. */
export const StoredManifest = z.preprocess(
  withCpuBudget,
  Manifest.extend({
    submission: Manifest.shape.submission.extend({
      limits: Limits.extend({ bytes: z.number(), imageBytes: z.number().optional(), cpu: z.number(), memory: z.number() }),
    }),
  }),
);

const WithWallLimit = z.looseObject({
  submission: z.looseObject({
    seeds: z.object({ max: z.number() }).optional(),
    limits: z.looseObject({ wall: z.number(), cpus: z.number() }),
  }),
  scoring: z.looseObject({ variations: z.array(z.unknown()).default([]) }),
});

/** Manifests stored before the CPU budget limited the wall time of each run; the budget is what all runs together could use. */
function withCpuBudget(stored: unknown): unknown {
  const old = WithWallLimit.safeParse(stored).data;
  if (!old) return stored;
  const { submission, scoring } = old;
  const { wall, ...limits } = submission.limits;
  const runs = (submission.seeds?.max ?? 1) * (1 + scoring.variations.length);
  return { ...old, submission: { ...submission, limits: { ...limits, cpu: wall * limits.cpus * runs } } };
}
