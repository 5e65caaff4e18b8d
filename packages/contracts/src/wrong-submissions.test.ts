import { limits, outputs, problemsOf, submission } from './test/right-manifest';

const wrong: [what: string, change: object, problem: string][] = [
  [
    'a column that an output does not have',
    outputs({ shape: ['N', 2], select: 2 }),
    'submission.outputs.out.select: 2 is outside the last axis, whose entries are 0 to 1',
  ],
  [
    'a range upside down',
    outputs({ range: [1, 0] }),
    'submission.outputs.out.range: [1, 0] must have its lower bound first, and a higher one after it',
  ],
  [
    'a range of a form without room',
    submission({ parameters: { cut: { type: 'number', label: 'Cut', range: [1, 1] } } }),
    'submission.parameters.cut.range: [1, 1] must have its lower bound first, and a higher one after it',
  ],
  [
    'an output twice',
    submission({
      outputs: [
        { name: 'score', shape: ['N'] },
        { name: 'score', shape: ['N', 1], select: 0 },
        { name: 'score', shape: ['N'] },
      ],
    }),
    "submission.outputs: 'score' of shape [N] appears twice",
  ],
  ['a limit of nothing', submission({ limits: { ...limits, bytes: '0MiB' } }), 'submission.limits.bytes: must be above 0'],
  [
    'a limit that is missing',
    submission({ limits: { ...limits, bytes: undefined } }),
    "submission.limits.bytes: is missing; a size such as '256MiB'",
  ],
  [
    'a duration that is missing',
    submission({ limits: { ...limits, cpu: undefined } }),
    "submission.limits.cpu: is missing; a duration such as '10min'",
  ],
  [
    'a budget that is longer than a job',
    submission({ limits: { ...limits, cpu: '3h' } }),
    'submission.limits.cpu: at most 2h, because a run ends after 6h',
  ],
  [
    'an answer to a tagging challenge',
    submission({ kinds: ['onnx', 'answer'], answer: {} }),
    "submission.kinds: challenges of kind 'tagging' do not take 'answer'",
  ],
];

describe('a manifest is refused for one mistake in what it lets people submit', () => {
  it.each(wrong)('%s', (_what, change, problem) => {
    expect(problemsOf(change)).toEqual([problem]);
  });
});
