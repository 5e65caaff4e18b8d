import type { GpuNeed, Manifest, SplitSize } from '@unblind/contracts';
import { asJson } from '@unblind/database';
import type { Database } from '@unblind/database';

/** Enough rows for every metric, and quick to make. */
const taggingSizes = { train: 20, sample: 20, public: 600, private: 300 };

/** What is changed in a challenge for a test. */
export interface ChallengeOptions {
  /** Rows of each split. */
  sizes?: Record<string, SplitSize>;
  limits?: Partial<Manifest['submission']['limits']>;
  /** Runs the shifts whose ids start with this text; true: the two of the energy scale, so that each model runs three times. */
  shifted?: boolean | string;
  /** Whether the phases use a GPU. Default: as the challenge says. */
  gpu?: Record<'public' | 'private', GpuNeed>;
  /** Models are also timed. */
  throughput?: Manifest['scoring']['throughput'];
  /** An organiser's own scorer, with a metric 'agreement'. */
  scorer?: string;
}

/** Publishes a challenge with a small data set, straight into the database. */
export async function publishSmall(
  database: Database,
  manifest: Manifest,
  { limits = {}, shifted = false, sizes = taggingSizes, throughput, scorer, gpu }: ChallengeOptions,
) {
  const shifts = shifted === true ? 'energy-scale' : shifted;
  const agreement = { metrics: ['agreement'], scorer: 'scorer.mjs', boards: [{ id: 'agreement', by: 'agreement', order: 'desc' }] };
  const small = {
    ...manifest,
    ...(scorer === undefined ? {} : { kind: 'custom' }),
    data: { ...manifest.data, sources: { simulated: { generator: 'data.ts', seed: 7, sizes } } },
    submission: { ...manifest.submission, limits: { ...manifest.submission.limits, ...limits } },
    scoring: {
      ...manifest.scoring,
      variations: manifest.scoring.variations.filter(({ id }) => shifts && id.startsWith(shifts)),
      throughput,
      ...(scorer === undefined ? {} : agreement),
    },
    ...(gpu
      ? {
          phases: manifest.phases.map((phase) => ({
            ...phase,
            id: phase.split,
            gpu: phase.split === 'private' ? gpu.private : gpu.public,
          })),
        }
      : {}),
  };
  const phase = (split: string) => ({ slug: split, title: split, split, opensAt: new Date(0), blinded: split === 'private' });
  const challenge = await database.challenge.create({ data: { slug: manifest.slug } });
  const version = await database.challengeVersion.create({
    data: {
      challengeId: challenge.id,
      version: 1,
      definitionHash: 'test',
      manifest: asJson(small),
      pages: {},
      publishedAt: new Date(),
      phases: { create: [phase('public'), phase('private')] },
      dataSets: { create: { source: 'simulated', simulated: true } },
    },
    include: { phases: true, dataSets: true },
  });
  const idOf = (split: string) => version.phases.find(({ slug }) => slug === split)?.id ?? '';
  return { phases: { public: idOf('public'), private: idOf('private') }, dataSetId: version.dataSets[0]?.id ?? '' };
}
