import {
  BoardRow,
  BoardView,
  ChallengeDetail,
  EvaluationView,
  LandscapeView,
  PhaseView,
  Plot,
  Quota,
  SubmissionView,
} from '@unblind/contracts';
import type { EvaluationState, LandscapePoint, MetricPart, MetricValue } from '@unblind/contracts';

/** Objects as the API sends them: each is parsed by its contract, so that a test cannot show what no API would send. */
export const at = (minute: number, second = 0): string => new Date(Date.UTC(2026, 10, 22, 10, minute, second)).toISOString();
/** A metric as the API sends it, with its part. */
type ShownMetric = MetricValue & { part: MetricPart };

/** The same number gives the same identifier. */
export const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export function metric(name: string, value: number | null, error = 0.01, more: Partial<ShownMetric> = {}): ShownMetric {
  const bounds = value === null ? { low: null, high: null } : { low: value - error, high: value + error };
  return { name, value, ...bounds, method: 'poisson-bootstrap', part: 'whole', ...more };
}

export const phase = (more: Partial<PhaseView> = {}): PhaseView =>
  PhaseView.parse({
    id: 'development',
    title: 'Development',
    split: 'public-test',
    opensAt: at(0),
    closesAt: null,
    status: 'open',
    perDay: 5,
    total: null,
    requires: 'none',
    blinded: false,
    unblindedAt: null,
    kinds: ['onnx', 'predictions'],
    boards: ['auc', 'speed'],
    metrics: ['auc', 'ece'],
    ...more,
  });

export const challenge = (more: Partial<ChallengeDetail> = {}): ChallengeDetail =>
  ChallengeDetail.parse({
    slug: 'toy',
    title: 'Toy tagging',
    tagline: 'Tag toys.',
    kind: 'tagging',
    version: 1,
    archivedAt: null,
    definition: 'd'.repeat(64),
    versions: [{ version: 1, publishedAt: at(0), archivedAt: null }],
    phases: [phase()],
    dataSet: { state: 'ready', source: 'simulated', simulated: true, openTruth: false, progress: { done: 1, total: 1 } },
    participants: 2,
    submissions: 3,
    pages: { overview: '', data: '', evaluation: '', rules: '' },
    citation: { licence: 'CC0' },
    views: {},
    outputs: [],
    submissionKinds: ['onnx', 'predictions'],
    maxSeeds: 1,
    answer: null,
    parameters: null,
    variations: [],
    limits: { bytes: 1024 ** 2, cpu: 60, wall: 180, memory: 1024 ** 3, cpus: 1, gpu: 'none' },
    metrics: ['auc', 'ece'],
    published: [],
    boards: [
      { id: 'auc', title: 'AUC', by: 'auc', order: 'desc' },
      { id: 'speed', title: 'Speed', by: 'throughput.ratio', order: 'desc' },
    ],
    ...more,
  });

/** Entry `number`, of a participant of its own. */
export const row = (number: number, rank: number | null, more: Partial<BoardRow> = {}): BoardRow =>
  BoardRow.parse({
    rank,
    bestRank: rank,
    worstRank: rank,
    submissionId: id(number),
    evaluationId: id(1000 + number),
    method: `Method ${number}`,
    participant: { handle: `person-${number}`, name: `Person ${number}` },
    baseline: false,
    unsafe: false,
    released: true,
    disagreement: false,
    contested: false,
    score: metric('auc', 0.9 - number / 100),
    metrics: [metric('auc', 0.9 - number / 100), metric('ece', 0.1)],
    parameters: 1234,
    flops: 2468,
    modelBytes: 5000,
    hardware: null,
    entries: 1,
    submittedAt: at(number),
    ...more,
  });

export const board = (rows: BoardRow[], more: Partial<BoardView> = {}): BoardView =>
  BoardView.parse({
    challenge: 'toy',
    version: 1,
    archivedAt: null,
    phase: 'development',
    board: { id: 'auc', title: 'AUC', by: 'auc', order: 'desc' },
    simulated: false,
    openTruth: false,
    blinded: false,
    part: 'whole',
    feedback: null,
    fedBy: { entrants: rows.length, submissions: rows.length },
    rows,
    hardware: { classes: [], shown: null },
    total: rows.length,
    nextCursor: null,
    published: [],
    updatedAt: rows.length > 0 ? at(30) : null,
    ...more,
  });

const ends: readonly EvaluationState[] = ['scored', 'rejected', 'failed', 'cancelled'];

export const evaluation = (state: EvaluationState, more: Partial<EvaluationView> = {}): EvaluationView =>
  EvaluationView.parse({
    id: id(1),
    number: 1,
    state,
    progress: null,
    fault: null,
    createdAt: at(0),
    updatedAt: at(1),
    finishedAt: ends.includes(state) ? at(2) : null,
    withheld: [],
    submissionId: id(2),
    phase: 'development',
    attempts: 1,
    runner: null,
    queue: null,
    secondsLeft: null,
    unsafe: false,
    inspection: null,
    binding: null,
    metrics: [],
    boards: [],
    plots: [],
    provenance: null,
    timing: null,
    rerun: null,
    events: [{ state: 'received', message: 'Received.', at: at(0) }],
    ...more,
  });

export const submission = (more: Partial<SubmissionView> = {}): SubmissionView => {
  const { id: evaluationId, number, state, progress, fault, createdAt, updatedAt, finishedAt, withheld } = evaluation('received');
  return SubmissionView.parse({
    id: id(2),
    challenge: 'toy',
    phase: 'development',
    kind: 'onnx',
    method: 'Net',
    notes: '',
    baseline: false,
    participant: { handle: 'ada', name: 'Ada' },
    form: {},
    createdAt: at(0),
    score: null,
    withheld: [],
    files: [{ filename: 'net.onnx', bytes: 2048, sha256: 'a'.repeat(64), removedAt: null }],
    evaluation: { id: evaluationId, number, state, progress, fault, createdAt, updatedAt, finishedAt, withheld },
    ...more,
  });
};

export const quota = (more: Partial<Quota> = {}): Quota =>
  Quota.parse({ phase: 'development', perDay: 5, used: 2, total: null, usedTotal: 2, resetsAt: at(59), ...more });

export const plot = (more: Partial<Plot> = {}): Plot =>
  Plot.parse({
    id: 'roc',
    title: 'ROC',
    kind: 'line',
    x: { label: 'eps_S', scale: 'linear' },
    y: { label: '1/eps_B', scale: 'log' },
    series: [{ label: 'rejection', x: [0.2, 0.5, 0.9], y: [1000, 100, 5], low: [800, 90, 4], high: [1200, 110, 6] }],
    ...more,
  });

export const point = (number: number, x: number, y: number, more: Partial<LandscapePoint> = {}): LandscapePoint => ({
  submissionId: id(number),
  evaluationId: id(1000 + number),
  method: `Method ${number}`,
  baseline: false,
  unsafe: false,
  participant: { handle: `person-${number}`, name: 'P' },
  hardware: null,
  x: metric('parameters', x, 0),
  y: metric('auc', y),
  onFront: true,
  parameters: x,
  flops: 2 * x,
  modelBytes: 4 * x,
  measured: [],
  ...more,
});

export const landscape = (points: LandscapePoint[], more: Partial<LandscapeView> = {}): LandscapeView =>
  LandscapeView.parse({
    challenge: 'toy',
    phase: 'development',
    simulated: false,
    openTruth: false,
    blinded: false,
    x: { name: 'parameters', order: 'asc' },
    y: { name: 'auc', order: 'desc' },
    hardware: { classes: [], shown: null },
    choices: {
      x: ['throughput.ratio', 'parameters', 'flops'].map((name) => ({ name, order: name === 'throughput.ratio' ? 'desc' : 'asc' })),
      y: [
        { name: 'auc', order: 'desc' },
        { name: 'ece', order: 'asc' },
      ],
    },
    points,
    missing: 0,
    published: [],
    ...more,
  });
