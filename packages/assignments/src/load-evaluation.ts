import {
  FormValues,
  PlatformFault,
  ScoringCode,
  SplitName,
  StoredManifest,
  StoredDataSetIndex,
  SubmissionKind,
  hasHiddenInputs,
} from '@unblind/contracts';
import type { Board, GpuNeed, Manifest } from '@unblind/contracts';
import type { Database } from '@unblind/database';

/** The data that every step needs of an evaluation, parsed as it leaves the database. */
export interface LoadedEvaluation {
  id: string;
  kind: SubmissionKind;
  split: SplitName;
  phaseId: string;
  /** Boards with a Ladder use it: the split is divided, as its truth is in use while the phase shows results. */
  laddered: boolean;
  /** Who sent it. */
  submission: { id: string; contentHash: string; baseline: boolean; teamId: string | null; userId: string };
  /** The split is hidden: participants must not see anything that a model computed from it. */
  hiddenInputs: boolean;
  slug: string;
  version: number;
  /** sha256 of the definition that it is scored under. */
  definition: string;
  /** What scores under this definition; null where it is not known. */
  scoringCode: ScoringCode | null;
  manifest: Manifest;
  dataSetId: string;
  index: StoredDataSetIndex;
  /** More than one for several models of one method; none for an answer. */
  files: { key: string; sha256: string; filename: string; bytes: bigint }[];
  form: FormValues;
  /** The metrics that this phase computes, including those that its boards rank by. */
  metrics: readonly string[];
  boards: readonly Board[];
  binding: unknown;
  gpu: GpuNeed;
  /** The fence under which its predictions are stored; null: outside of any. */
  predictionsFence: number | null;
}

/** @throws PlatformFault `data-missing` unless the data set is ready */
export async function loadEvaluation(database: Database, evaluationId: string): Promise<LoadedEvaluation> {
  const row = await database.evaluation.findUniqueOrThrow({
    where: { id: evaluationId },
    include: {
      phase: { include: { challengeVersion: { include: { challenge: true, dataSets: true } } } },
      submission: { include: { artefacts: { where: { role: 'submission' }, orderBy: { ordinal: 'asc' } } } },
    },
  });
  const { challengeVersion } = row.phase;
  const manifest = StoredManifest.parse(challengeVersion.manifest);
  const dataSet = challengeVersion.dataSets.find(({ source, state }) => source === manifest.data.default && state === 'ready');
  if (!dataSet)
    throw new PlatformFault('data-missing', {
      message: `The data set of ${challengeVersion.challenge.slug} is not ready.`,
      fix: 'Wait until it is prepared.',
    });
  const phase = manifest.phases.find(({ id }) => id === row.phase.slug);
  const split = SplitName.parse(row.phase.split);
  const index = StoredDataSetIndex.parse(dataSet.index);
  return {
    id: row.id,
    kind: SubmissionKind.parse(row.submission.kind),
    split,
    phaseId: row.phaseId,
    laddered: index.splits[split]?.parts !== undefined && !row.phase.blinded && row.phase.unblindedAt === null,
    submission: row.submission,
    hiddenInputs: hasHiddenInputs(split),
    slug: challengeVersion.challenge.slug,
    version: challengeVersion.version,
    definition: challengeVersion.definitionHash,
    scoringCode: ScoringCode.nullable().parse(challengeVersion.definition),
    manifest,
    dataSetId: dataSet.id,
    index,
    files: row.submission.artefacts,
    form: FormValues.parse(row.submission.form),
    metrics: phase?.metrics ?? manifest.scoring.metrics,
    boards: manifest.scoring.boards.filter(({ id }) => phase?.boards?.includes(id) ?? true),
    binding: row.binding,
    gpu: phase?.gpu ?? manifest.submission.limits.gpu,
    predictionsFence: row.predictionsFence,
  };
}

/** False while the data set is being prepared, which is no fault: the evaluation waits, and the reconciler requeues it later. */
export async function dataAreReady(database: Database, evaluationId: string): Promise<boolean> {
  const ready = await database.evaluation.count({
    where: { id: evaluationId, phase: { challengeVersion: { dataSets: { some: { state: 'ready' } } } } },
  });
  return ready > 0;
}
