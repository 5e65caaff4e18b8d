import { board, ladder, phase, problemsOf, right, scoring, undivided } from './test/right-manifest';

const baseline = { name: 'Cut', file: 'cut.onnx', description: 'A cut' };

const wrong: [what: string, change: object, problem: string][] = [
  [
    'a ladder',
    scoring({ boards: [board('auc', { feedback: { ...ladder, ladder: 'logarithm' } })] }),
    "scoring.boards.0.feedback.ladder: 'logarithm' is not one of linear, logarithmic; did you mean 'logarithmic'?",
  ],
  [
    'a step below the grid',
    scoring({ boards: [board('auc', { feedback: { ...ladder, step: 0.0005 } })] }),
    'scoring.boards.b.feedback.step: 0.0005 is below the grid of 0.001, so that a step could be shown as none',
  ],
  [
    'a step between two grid points',
    scoring({ boards: [board('auc', { feedback: { ...ladder, step: 0.0015 } })] }),
    'scoring.boards.b.feedback.step: 0.0015 is not a whole multiple of the grid of 0.001',
  ],
  [
    'a grid of nothing',
    scoring({ boards: [board('auc', { feedback: { ...ladder, grid: 0 } })] }),
    'scoring.boards.0.feedback.grid: Too small: expected number to be >0',
  ],
  [
    'hidden truth shown as it is',
    scoring({ boards: [board('auc', { feedback: undefined })] }),
    "scoring.boards.b.feedback: is missing; 'auc' depends on the truth of data.sources.simulated, and phases.dev shows it while it runs",
  ],
  [
    'a split of one part',
    undivided,
    'data.sources.simulated.sizes.public: phases.dev shows results while it runs, so the split needs two parts: { ranking, diagnostic }',
  ],
  [
    'a ladder for times',
    {
      ...scoring({ boards: [board('throughput.ratio')], throughput: { reference: baseline.name } }),
      baselines: [baseline],
    },
    "scoring.boards.b.feedback: 'throughput.ratio' does not depend on the truth and is shown as it is; leave it out",
  ],
  [
    'open feedback on hidden truth',
    { phases: [phase({ feedback: 'open' })] },
    "phases.dev.feedback: 'open' needs public truth, and that of data.sources.simulated is hidden",
  ],
  [
    "a word for a phase's feedback",
    { phases: [phase({ feedback: 'opened' })] },
    "phases.0.feedback: 'opened' is not one of open; did you mean 'open'?",
  ],
];

describe('feedback that would show hidden truth as it is, or in no steps, is refused', () => {
  it.each(wrong)('%s', (_what, change, problem) => {
    expect(problemsOf(change)).toEqual([problem]);
  });
});

describe('a board needs no ladder', () => {
  const bare = scoring({ boards: [board('auc', { feedback: undefined })] });

  it('where the truth is public', () => {
    const open = { importer: 'h5', url: 'https://a.b', files: { public: 'a.h5' }, openTruth: true };
    const data = { ...right.data, sources: { open }, default: 'open' };
    expect(problemsOf({ ...bare, data, phases: [phase({ feedback: 'open' })] })).toEqual([]);
  });

  it('where it is blinded', () => {
    expect(problemsOf({ ...bare, ...undivided, phases: [phase({ split: 'private', board: 'blinded' })] })).toEqual([]);
  });
});
