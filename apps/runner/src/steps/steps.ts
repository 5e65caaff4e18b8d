import type { JobName, JobPayload } from '@unblind/contracts';
import { leasedRows } from '@unblind/database';
import type { LeasedRow } from '@unblind/database';
import type { Queues } from '@unblind/queue';

export const stepNames = ['score', 'prepare', 'publish'] as const;
type StepName = (typeof stepNames)[number];

/** One kind of work: the rows that wait for it, and the job that sends a process to one of them. */
export interface Step {
  name: StepName;
  job: JobName;
  row: LeasedRow;
  /** At most this many waiting rows get a job in one round. */
  batch: number;
  enqueue: (queues: Queues, id: string) => Promise<void>;
  hasJob: (queues: Queues, id: string) => Promise<boolean>;
}

function step<N extends JobName>(job: N, about: Pick<Step, 'name' | 'row' | 'batch'>, payloadOf: (id: string) => JobPayload<N>): Step {
  const jobId = (id: string): string => `${id}-${about.name}`;
  return {
    ...about,
    job,
    enqueue: (queues, id) => queues.enqueue(job, payloadOf(id), { jobId: jobId(id) }),
    hasJob: (queues, id) => queues.isLive(job, jobId(id)),
  };
}

const ofEvaluation = (evaluationId: string) => ({ evaluationId });

export const scoreStep = step('evaluation.score', { name: 'score', row: leasedRows.score, batch: 1000 }, ofEvaluation);
export const prepareStep = step('dataset.prepare', { name: 'prepare', row: leasedRows.dataSet, batch: 1000 }, (dataSetId) => ({
  dataSetId,
}));

export const publishStep = step('disclosure.publish', { name: 'publish', row: leasedRows.disclosure, batch: 100 }, (disclosureId) => ({
  disclosureId,
}));

export const steps: readonly Step[] = [scoreStep, prepareStep, publishStep];
