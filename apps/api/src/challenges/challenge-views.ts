import { outputClasses, wallLimit } from '@unblind/contracts';
import type { ChallengeDetail, ChallengeSummary, ChallengeVersionView, DataSetView } from '@unblind/contracts';
import type { DataSet } from '@unblind/database';
import type { PublishedVersion, ShownChallenge } from './challenges.repository';
import { phaseView } from './phases';
import type { PhaseContext } from './phases';

export interface Activity {
  participants: number;
  submissions: number;
}

export function summaryView(challenge: ShownChallenge, activity: Activity, context: PhaseContext): ChallengeSummary {
  const { manifest, phases, dataSet, version } = challenge;
  return {
    slug: challenge.slug,
    title: manifest.title,
    tagline: manifest.tagline,
    kind: manifest.kind,
    version,
    phases: phases.map((phase) => phaseView(phase, manifest, context)),
    dataSet: dataSet && dataSetView(dataSet),
    ...activity,
  };
}

export function detailView(
  challenge: ShownChallenge,
  versions: readonly PublishedVersion[],
  activity: Activity,
  context: PhaseContext,
): ChallengeDetail {
  const { manifest, pages } = challenge;
  return {
    ...summaryView(challenge, activity, context),
    archivedAt: challenge.archivedAt?.toISOString() ?? null,
    definition: challenge.definitionHash,
    versions: versions.map(versionView),
    pages,
    citation: manifest.citation,
    views: manifest.data.views,
    // With the columns that participants have to know, where a contract leaves them to the challenge.
    outputs: manifest.submission.outputs.map((output) => ({ ...output, classes: outputClasses(manifest, output) })),
    submissionKinds: manifest.submission.kinds,
    maxSeeds: manifest.submission.seeds?.max ?? 1,
    answer: manifest.submission.answer ?? null,
    parameters: manifest.submission.parameters ?? null,
    variations: manifest.scoring.variations,
    limits: { ...manifest.submission.limits, wall: wallLimit(manifest.submission.limits) },
    metrics: manifest.scoring.metrics,
    boards: manifest.scoring.boards,
    published: manifest.published,
  };
}

function versionView({ version, publishedAt, archivedAt }: PublishedVersion): ChallengeVersionView {
  return { version, publishedAt: publishedAt.toISOString(), archivedAt: archivedAt?.toISOString() ?? null };
}

function dataSetView({ state, source, simulated, openTruth, progressDone, progressTotal }: DataSet): DataSetView {
  return { state, source, simulated, openTruth, progress: { done: progressDone, total: progressTotal } };
}
