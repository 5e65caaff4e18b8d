import { EvaluationState } from '@unblind/contracts';
import type { FaultDetail } from '@unblind/contracts';
import type { DataSetState, DisclosureState, RerunState, TimingState } from '../generated/client';
import { Prisma } from '../generated/client';
import { asJson, storable } from '../json';
import type { LeasedRow, LeasedTable } from './leased-row';

const noProgress = [Prisma.sql`"progress_done" = 0`, Prisma.sql`"progress_total" = 0`];
const noReason = Prisma.sql`"waiting_for" = NULL`;

export const evaluationTable: LeasedTable = {
  table: 'evaluations',
  key: 'id',
  stateType: 'EvaluationState',
  async onChange(transaction, { id, fence, state, message, detail }) {
    const event = { evaluationId: id, state: EvaluationState.parse(state), fence, message: storable(message) };
    await transaction.evaluationEvent.createMany({
      data: [detail === undefined ? event : { ...event, detail: asJson(detail) }],
      skipDuplicates: true,
    });
  },
};

/** One of the steps of an evaluation. */
function evaluationStep(waiting: EvaluationState, active: EvaluationState, activeMessage: string) {
  return {
    ...evaluationTable,
    waiting,
    active,
    activeMessage,
    // Counted over all steps.
    mostAttempts: 12,
    hasProgress: true,
    lane: Prisma.sql`e."waiting_for" IS NOT NULL`,
    reset: [...noProgress, noReason],
    endOf: ({ whose }: FaultDetail) => (whose === 'participant' ? 'rejected' : 'failed') satisfies EvaluationState,
    platformFix: 'Your quota is returned. Quote the reference when you ask for help.',
  };
}

/** A scored evaluation's timing. The scores stand even if the timing fails. */
const timing: LeasedRow = {
  table: 'timings',
  key: 'evaluation_id',
  stateType: 'TimingState',
  waiting: 'waiting' satisfies TimingState,
  active: 'running' satisfies TimingState,
  activeMessage: 'Being timed.',
  mostAttempts: 6,
  hasProgress: false,
  // A phase says which machines its timings need.
  lane: Prisma.sql`e."phase_id"`,
  leasedAs: 'time',
  reset: [noReason],
  endOf: () => 'failed' satisfies TimingState,
  platformFix: 'Its scores stand. Quote the reference when you ask for help.',
  async onChange(transaction, { id, state, message }) {
    if (state === 'waiting') await transaction.timing.update({ where: { evaluationId: id }, data: { waitingFor: message } });
  },
};

/** A run that is repeated, to compare what came out. */
const rerun: LeasedRow = {
  table: 'reruns',
  key: 'evaluation_id',
  stateType: 'RerunState',
  waiting: 'waiting' satisfies RerunState,
  active: 'running' satisfies RerunState,
  activeMessage: 'Being run again.',
  mostAttempts: 6,
  hasProgress: false,
  lane: Prisma.sql`e."phase_id"`,
  reset: [],
  endOf: () => 'failed' satisfies RerunState,
  platformFix: 'See the logs of the runners.',
};

const dataSet: LeasedRow = {
  table: 'data_sets',
  key: 'id',
  stateType: 'DataSetState',
  waiting: 'pending' satisfies DataSetState,
  active: 'preparing' satisfies DataSetState,
  activeMessage: 'Being prepared.',
  mostAttempts: 6,
  hasProgress: true,
  // The cheapest first, so that no challenge waits for hours behind one whose data take that long.
  order: Prisma.sql`(
    SELECT ("manifest" #>> ARRAY['data', 'sources', "data_sets"."source", 'cpuSeconds'])::float8
    FROM "challenge_versions" WHERE "challenge_versions"."id" = "data_sets"."challenge_version_id"
  ) NULLS LAST`,
  reset: noProgress,
  endOf: () => 'failed' satisfies DataSetState,
  platformFix: 'See the logs of the runners. Restart the API to prepare the data set again.',
};

/** What unblinding publishes of a split. */
const disclosure: LeasedRow = {
  table: 'disclosures',
  key: 'id',
  stateType: 'DisclosureState',
  waiting: 'waiting' satisfies DisclosureState,
  active: 'publishing' satisfies DisclosureState,
  activeMessage: 'Being published.',
  mostAttempts: 6,
  hasProgress: false,
  reset: [],
  endOf: () => 'failed' satisfies DisclosureState,
  platformFix: 'See the logs of the runners that prepare data, then unblind the phase again.',
};

/** All rows that runners work on. */
export const leasedRows = {
  inspect: { ...evaluationStep('received', 'inspecting', 'Reading the file.'), leasedAs: 'inspect' },
  run: { ...evaluationStep('queued', 'running', 'Running in the sandbox.'), leasedAs: 'run' },
  /** Waits and works in the same state: the predictions are already stored. */
  score: evaluationStep('scoring', 'scoring', 'Scoring.'),
  timing,
  rerun,
  dataSet,
  disclosure,
} as const satisfies Record<string, LeasedRow>;
