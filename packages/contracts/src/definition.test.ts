import { stringify } from 'yaml';
import { definitionOf } from './definition';
import { parseManifest } from './parse-manifest';
import { board, limits, phase, right, scoring, submission, variation } from './test/right-manifest';

const files = { scorer: null, reference: null };
const definition = (
  change: object = {},
  of: { files: typeof files | { scorer: string; reference: null }; dataScheme: number } = { files, dataScheme: 2 },
) => definitionOf(parseManifest(stringify({ ...right, ...change })), of);
const simulated = (more: object) => ({
  data: { ...right.data, sources: { simulated: { ...right.data.sources.simulated, ...more } } },
});

describe('a definition', () => {
  it.each([
    ['words', { title: 'T', tagline: 't', citation: { licence: 'MIT' }, pages: { ...right.pages, rules: 'other.md' } }],
    [
      'dates and quotas',
      { phases: [phase({ title: 'T', opens: '2027-01-01T00:00:00Z', closes: '2028-01-01T00:00:00Z', total: 1, perDay: 1 })] },
    ],
    ['who may submit, and where it runs', { phases: [phase({ requires: 'email', remote: 'never' })], runners: ['lab'] }],
    ['titles of boards', scoring({ boards: [board('auc', { title: 'T' })] })],
    ['what a view means in words', { data: { ...right.data, views: { jet: { ...right.data.views.jet, meaning: 'Jets' } } } }],
    ['the time that making the data takes', simulated({ cpuSeconds: 9 })],
    ['the size that a file may have', submission({ limits: { ...limits, bytes: '2MiB' } })],
    ['published results', { published: [{ name: 'P', source: 'arXiv:0000.00000' }] }],
  ])('is the same with other %s', (_what, change) => {
    expect(definition(change)).toEqual(definition());
  });

  it.each([
    ['another phase', { phases: [phase(), phase({ id: 'final', split: 'private', board: 'blinded' })] }],
    ['a metric', scoring({ metrics: ['auc', 'ece'] })],
    ['what a board ranks by', scoring({ boards: [board('ece')] })],
    ['the step of a Ladder', scoring({ boards: [board('auc', { feedback: { ladder: 'linear', step: 0.004, grid: 0.001 } })] })],
    ['a shift', scoring({ variations: [variation] })],
    ['the seed of the data', simulated({ seed: 2 })],
    ['the CPU time of a submission', submission({ limits: { ...limits, cpu: '2min' } })],
  ])('is another one with %s changed', (_what, change) => {
    expect(definition(change)).not.toEqual(definition());
  });

  it('names the revisions of its metrics and the files that score', () => {
    expect(definition().metrics).toEqual({ auc: 1, ece: 1, 'rejection@0.3': 1 });
    const scorer = 'a'.repeat(64);
    expect(definition({}, { files: { scorer, reference: null }, dataScheme: 2 })).toMatchObject({ files: { scorer } });
  });
});
