import { stringify } from 'yaml';
import { StoredManifest } from './manifest';
import { parseManifest } from './parse-manifest';
import { board, classifying, ladder, phase, problemsOf, right, scoring, searching, type RightManifest } from './test/right-manifest';

describe('a manifest without a mistake', () => {
  const boards = (change: Partial<RightManifest> | object) => parseManifest(stringify({ ...right, ...change })).scoring.boards;

  it('is taken, also with what only some kinds have', () => {
    for (const change of [
      {},
      searching({ phases: [phase({ kinds: ['onnx'], metrics: ['auc'] })] }),
      classifying({ metrics: ['auc', 'rejection:Hbb@0.99'] }),
    ])
      expect(problemsOf(change)).toEqual([]);
    expect(problemsOf(classifying({}, { classes: ['Tbqq', 'QCD', 'Hbb'] }))).toEqual([]);
    const open = { importer: 'h5', url: 'https://a.b', files: { public: 'a.h5' }, openTruth: true };
    const data = { ...right.data, sources: { open }, default: 'open' };
    expect(problemsOf({ data, phases: [phase({ split: 'sample' })] })).toEqual([]);
  });

  it('has the direction of its boards from the catalogue, where it says none', () => {
    const change = scoring({
      boards: [board('auc', { id: 'a' }), board('ece', { id: 'b' }), board('ece', { id: 'c', order: 'asc' })],
    });
    expect(boards(change).map(({ order }) => order)).toEqual(['desc', 'asc', 'asc']);
    const custom = { kind: 'custom', ...scoring({ metrics: ['mine'], scorer: 'scorer.mjs', boards: [board('mine', { order: 'asc' })] }) };
    expect(boards(custom)).toEqual([{ id: 'b', by: 'mine', order: 'asc', feedback: ladder }]);
  });

  it('can be read again as it is stored, and so can an older one with words that are refused today', () => {
    const stored = parseManifest(stringify(right));
    expect(StoredManifest.parse(stored)).toEqual(stored);
    const older = {
      ...stored,
      scoring: { ...stored.scoring, metrics: ['rejectoin@0.3'], boards: [{ id: 'b', by: 'acu', order: 'desc' }] },
    };
    expect(StoredManifest.parse(older).scoring.metrics).toEqual(['rejectoin@0.3']);
  });
});
