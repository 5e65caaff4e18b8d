import { kinds } from './kinds';
import {
  board,
  classes,
  classifying,
  outputs,
  phase,
  problemsOf,
  right,
  scoring,
  searching,
  undivided,
  variation,
} from './test/right-manifest';

const baseline = { name: 'Cut', file: 'cut.onnx', description: 'A cut' };
const kindNames = Object.keys(kinds).join(', ');
const taggingMetrics = [...Object.keys(kinds.tagging.metrics), ...Object.values(kinds.tagging.families).map(({ example }) => example)];

const wrong: [what: string, change: object, problem: string][] = [
  [
    'a kind',
    { kind: 'classificaton' },
    "kind: 'classificaton' is not one of tagging, classification, selection, tracking, interval-estimation, anomaly, custom; did you mean 'classification'?",
  ],
  [
    'a metric',
    scoring({ metrics: ['auc', 'rejectoin@0.3'] }),
    "scoring.metrics: 'rejectoin@0.3' is no metric of kind 'tagging'; did you mean 'rejection@0.3'?",
  ],
  [
    'a parameter out of bounds',
    scoring({ metrics: ['auc', 'rejection@1.3'] }),
    "scoring.metrics: 'rejection@1.3' needs a signal efficiency above 0 and at most 1; did you mean 'rejection@0.3'?",
  ],
  [
    'a family without its parameter',
    scoring({ metrics: ['auc', 'rejection'] }),
    "scoring.metrics: 'rejection' needs a signal efficiency, as in 'rejection@0.3'; did you mean 'rejection@0.3'?",
  ],
  [
    "another kind's metric",
    scoring({ metrics: ['auc', 'trackml_score'] }),
    `scoring.metrics: 'trackml_score' is no metric of kind 'tagging'; metrics are ${taggingMetrics.join(', ')}`,
  ],
  ['an earlier name of a kind', { kind: 'ams' }, `kind: 'ams' is not one of ${kindNames}; did you mean 'selection'?`],
  ['another earlier name', { kind: 'interval' }, `kind: 'interval' is not one of ${kindNames}; did you mean 'interval-estimation'?`],
  ['a metric twice', scoring({ metrics: ['auc', 'ece', 'auc'] }), "scoring.metrics: 'auc' appears twice"],
  [
    'a metric twice in two spellings',
    scoring({ metrics: ['auc', 'rejection@0.3', 'rejection@0.30'] }),
    "scoring.metrics: 'rejection@0.30' is the same metric as 'rejection@0.3'",
  ],
  [
    'what a board ranks by',
    scoring({ boards: [board('acu')] }),
    "scoring.boards.b.by: 'acu' is not one of scoring.metrics: auc, ece, rejection@0.3; did you mean 'auc'?",
  ],
  [
    'a sum over shifts',
    scoring({ variations: [variation], boards: [board('wrost(auc)')] }),
    "scoring.boards.b.by: 'wrost(auc)' is not one of scoring.metrics: auc, ece, rejection@0.3; did you mean 'worst(auc)'?",
  ],
  [
    'a worst case of no shifts',
    scoring({ boards: [board('worst(auc)')] }),
    "scoring.boards.b.by: 'worst(auc)' needs scoring.variations, and there is none",
  ],
  [
    'an ensemble of one training',
    scoring({ boards: [board('ensemble(auc)')] }),
    "scoring.boards.b.by: 'ensemble(auc)' needs submission.seeds, which allow several trainings",
  ],
  [
    'a rank by speed that is not measured',
    scoring({ boards: [board('throughput.ratio', { feedback: undefined })] }),
    "scoring.boards.b.by: 'throughput.ratio' is measured only where there is a scoring.throughput",
  ],
  [
    'a direction',
    scoring({ boards: [board('ece', { order: 'desc' })] }),
    "scoring.boards.b.order: 'desc' is wrong for 'ece', of which lower is better: write 'asc' or leave it out",
  ],
  [
    'another word for a direction',
    scoring({ boards: [board('auc', { order: 'higher' })] }),
    "scoring.boards.0.order: 'higher' is not one of asc, desc; did you mean 'desc'?",
  ],
  [
    'a longer word for a direction',
    scoring({ boards: [board('ece', { order: 'ascending' })] }),
    "scoring.boards.0.order: 'ascending' is not one of asc, desc; did you mean 'asc'?",
  ],
  [
    'a rank by what is best in the middle',
    { kind: 'interval-estimation', ...scoring({ metrics: ['coverage'], boards: [board('coverage')] }) },
    "scoring.boards.b.by: 'coverage' is best at 0.6827, so neither its highest nor its lowest value ranks first",
  ],
  [
    'a custom board without its direction',
    { kind: 'custom', ...scoring({ metrics: ['mine'], scorer: 'scorer.mjs', boards: [board('mine')] }) },
    "scoring.boards.b.order: is missing; only you know whether of 'mine' lower (asc) or higher (desc) is better",
  ],
  [
    "a gate's metric",
    scoring({ boards: [board('auc', { gate: 'ecee <= 0.1' })] }),
    "scoring.boards.b.gate: 'ecee <= 0.1' is not a metric of scoring.metrics with a bound, such as 'auc >= 0.9'; did you mean 'ece'?",
  ],
  [
    "a gate's bound",
    scoring({ boards: [board('auc', { gate: 'auc >= 90' })] }),
    "scoring.boards.b.gate: 'auc >= 90' is of no use: Area under the ROC curve lies between 0 and 1",
  ],
  [
    "a gate's direction",
    scoring({ boards: [board('auc', { gate: 'auc <= 0.9' })] }),
    "scoring.boards.b.gate: 'auc <= 0.9' keeps out the best results: of 'auc' higher is better; write '>='",
  ],
  [
    "a gate's direction where lower is better",
    scoring({ boards: [board('auc', { gate: 'ece >= 0.1' })] }),
    "scoring.boards.b.gate: 'ece >= 0.1' keeps out the best results: of 'ece' lower is better; write '<='",
  ],
  ['a baseline twice', { baselines: [baseline, { ...baseline, file: 'other.onnx' }] }, "baselines: 'Cut' appears twice"],
  ['a date', { phases: [phase({ opens: 'March 2026' })] }, "phases.0.opens: a time with its zone such as '2026-03-01T00:00:00Z'"],
  [
    'a date that is missing',
    { phases: [phase({ opens: undefined })] },
    "phases.0.opens: is missing; a time with its zone such as '2026-03-01T00:00:00Z'",
  ],
  [
    'a split whose truth is public',
    { ...undivided, phases: [phase({ split: 'sample' })] },
    "phases.dev.split: the truth of 'sample' is public; take a test split: public, private",
  ],
  [
    'a meaning',
    { kind: 'tracking', ...outputs({ as: 'edge-score' }), ...scoring({ metrics: ['trackml_score'], boards: [board('trackml_score')] }) },
    "submission.outputs.out.as: 'edge-score' is not one of edge-scores, labels, embeddings; did you mean 'edge-scores'?",
  ],
  [
    'a meaning that is not said',
    { kind: 'tracking', ...outputs({}), ...scoring({ metrics: ['trackml_score'], boards: [board('trackml_score')] }) },
    "submission.outputs.out.as: is missing; of kind 'tracking' it is one of edge-scores, labels, embeddings",
  ],
  [
    'a name for a custom scorer',
    {
      kind: 'custom',
      ...outputs({ as: 'a/b' }),
      ...scoring({ metrics: ['mine'], scorer: 'scorer.mjs', boards: [board('mine', { order: 'asc' })] }),
    },
    "submission.outputs.out.as: 'a/b' is not a name of letters, digits, _ and -",
  ],
  [
    'a split',
    { ...undivided, phases: [phase({ split: 'privat' })] },
    "phases.dev.split: 'privat' is not one of the splits of data.sources.simulated: train, sample, public, private; did you mean 'private'?",
  ],
  [
    "a phase's metric",
    { phases: [phase({ metrics: ['acu'] })] },
    "phases.dev.metrics: 'acu' is not one of auc, ece, rejection@0.3; did you mean 'auc'?",
  ],
  ["a phase's board", { phases: [phase({ boards: ['a'] })] }, "phases.dev.boards: 'a' is not one of b; did you mean 'b'?"],
  [
    'a board without its metric',
    { phases: [phase({ metrics: ['ece'], boards: ['b'] })] },
    "phases.dev.boards: 'b' ranks by 'auc', which phases.dev.metrics leaves out",
  ],
  [
    "a phase's submissions",
    { phases: [phase({ kinds: ['onxx'] })] },
    "phases.0.kinds.0: 'onxx' is not one of onnx, container, predictions, answer; did you mean 'onnx'?",
  ],
  [
    'a phase without a limit',
    { phases: [phase({ total: undefined })] },
    "phases.dev: has no limit; give 'total', 'perDay' or both, the submissions that one entrant may have run",
  ],
  [
    'a total below the limit of a day',
    { phases: [phase({ perDay: 5, total: 4 })] },
    'phases.dev.total: 4 in all is less than the 5 of one day',
  ],
  [
    "a phase's demand on accounts",
    { phases: [phase({ requires: 'mail' })] },
    "phases.0.requires: 'mail' is not one of none, email, identity; did you mean 'email'?",
  ],
  [
    "a board's visibility",
    { phases: [phase({ board: 'opened' })] },
    "phases.0.board: 'opened' is not one of open, blinded; did you mean 'open'?",
  ],
  [
    'a quantity',
    searching({ ...scoring({ metrics: ['bits', 'pull-mas'], boards: [board('bits')] }), phases: [phase({ kinds: ['answer'] })] }),
    "scoring.metrics: 'pull-mas' is no metric of this challenge, which has no quantity 'mas' for it; did you mean 'pull-mass'?",
  ],
  [
    'a metric of predictions in a phase of answers',
    searching({ phases: [phase({ kinds: ['answer'], metrics: ['bits', 'auc'] })] }),
    "phases.dev.metrics: 'auc' is computed from predictions, and the phase takes answers",
  ],
  [
    'a class',
    classifying({ metrics: ['auc', 'rejection:Hbbb@0.5'] }),
    "scoring.metrics: 'rejection:Hbbb@0.5' is no metric of this challenge, which has no class 'Hbbb' for it; did you mean 'rejection:Hbb@0.5'?",
  ],
  [
    'the signal of another kind',
    scoring({ signal: 129 }),
    "scoring.signal: a challenge of kind 'interval-estimation' may have it, and no other",
  ],
  [
    'a rejection without a background',
    classifying({ metrics: ['auc', 'rejection:Hbb@0.3'], background: undefined }),
    "scoring.background: is missing; 'rejection:Hbb@0.3' is measured against it, one of QCD, Hbb, Tbqq",
  ],
  [
    'a rejection of the background',
    classifying({ metrics: ['auc', 'rejection:QCD@0.3'] }),
    "scoring.metrics: 'rejection:QCD@0.3' is of no use, as the background has no rejection against itself",
  ],
  [
    'the columns of probabilities',
    classifying({}, { shape: ['N', 4] }),
    'submission.outputs.out.shape: must be [N, 3], a probability of each of QCD, Hbb, Tbqq',
  ],
  [
    'a column of probabilities that is selected',
    classifying({}, { select: 1 }),
    'submission.outputs.out.select: is for a single score; a probability of each class is wanted',
  ],
  [
    'the classes of a single score',
    outputs({ classes: ['QCD', 'top'] }),
    'submission.outputs.out.classes: only an output of probabilities has them',
  ],
  ['a background', classifying({ background: 'QDC' }), "scoring.background: 'QDC' is not one of QCD, Hbb, Tbqq; did you mean 'QCD'?"],
  [
    'a column of an output',
    classifying({}, { classes: ['QCD', 'Hbb', 'Tbq'] }),
    "submission.outputs.out.classes: 'Tbq' is not one of QCD, Hbb, Tbqq; did you mean 'Tbqq'?",
  ],
  [
    'a classifier without classes',
    classifying({ classes: undefined, background: undefined }),
    "scoring.classes: a challenge of kind 'classification' names its classes, in the order of the truth's labels",
  ],
  ['classes of a tagger', scoring(classes), "scoring.classes: a challenge of kind 'classification' has it, and no other has"],
  [
    'the reference of timings',
    { ...scoring({ throughput: { reference: 'Deep Set' } }), baselines: [{ name: 'Deep Sets', file: 'a.onnx', description: 'b' }] },
    "scoring.throughput.reference: 'Deep Set' is not one of the baselines: Deep Sets; did you mean 'Deep Sets'?",
  ],
  [
    'a shift that is called like a training',
    scoring({ variations: [{ id: 'seed-2', shift: 'scale' }] }),
    "scoring.variations: 'seed-2' is how the platform calls one of several trainings",
  ],
  [
    "a paper's number",
    { published: [{ name: 'PFN', source: 'arXiv:0', 'rejectoin@0.3': 891 }] },
    "published.PFN: 'rejectoin@0.3' is no metric of kind 'tagging'; did you mean 'rejection@0.3'?",
  ],
  [
    'a key of a source',
    { data: { ...right.data, sources: { simulated: { importer: 'h5', url: 'https://a.b', files: { public: 'a.h5' }, opentruth: true } } } },
    "data.sources.simulated: unknown key 'opentruth'; did you mean 'openTruth'?",
  ],
];

describe('a manifest with one mistake is refused with the nearest word', () => {
  it.each(wrong)('%s', (_what, change, problem) => {
    expect(problemsOf(change)).toEqual([problem]);
  });
});
