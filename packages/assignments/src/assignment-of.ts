import { ContractBinding } from '@unblind/contracts';
import type { AssignedFile, Assignment, ModelStep, SubmittedModelFile } from '@unblind/contracts';
import { HEARTBEAT_MS, STALE_MS } from '@unblind/database';
import { assignedInputs } from './assigned-files';
import type { LoadedEvaluation } from './load-evaluation';

interface Making {
  step: ModelStep;
  fence: number;
  /** The address of one of the step's files. */
  hrefOf: (path: string) => string;
  reference: Omit<SubmittedModelFile, 'href'> | null;
  scores: Omit<AssignedFile, 'href'> | null;
}

/** What a runner is told of an evaluation for one step. */
export function assignmentOf(evaluation: LoadedEvaluation, { step, fence, hrefOf, reference, scores }: Making): Assignment {
  const { id, slug, version, manifest, split, hiddenInputs, kind, form, gpu, binding, dataSetId } = evaluation;
  return {
    lease: { evaluationId: id, step, fence, heartbeatSeconds: HEARTBEAT_MS / 1000, staleSeconds: STALE_MS / 1000 },
    submissionId: evaluation.submission.id,
    challenge: { slug, version },
    manifest,
    split,
    hiddenInputs,
    kind,
    form,
    gpu,
    binding: binding === null ? null : ContractBinding.parse(binding),
    dataSetId,
    ...sizeOf(evaluation),
    files: evaluation.files.map(({ sha256, filename, bytes }, place) => ({
      href: hrefOf(`submitted/${place}`),
      sha256,
      filename,
      bytes: Number(bytes),
    })),
    inputs: assignedInputs(evaluation, step, hrefOf),
    reference: reference && { ...reference, href: hrefOf('reference') },
    scores: scores && { ...scores, href: hrefOf('scores') },
  };
}

/** The number of rows of the split and, where rows are sets, of all their entries. */
function sizeOf({ index, split }: LoadedEvaluation): { rows: number; entries: number } {
  const { rows = 0, views = {}, truth = {} } = index.splits[split] ?? {};
  const entries = Object.values({ ...views, ...truth }).map(({ shape }) => shape[0] ?? 0);
  return { rows, entries: Math.max(rows, ...entries) };
}
