import { stringify } from 'yaml';
import { ManifestError, parseManifest } from '../parse-manifest';

export const ladder = { ladder: 'linear', step: 0.002, grid: 0.001 };
export const board = (by: string, more: object = {}) => ({ id: 'b', by, feedback: ladder, ...more });
export const phase = (more: object = {}) => ({
  id: 'dev',
  split: 'public',
  opens: '2026-11-01T00:00:00Z',
  total: 100,
  board: 'open',
  ...more,
});
export const variation = { id: 'scale-up', shift: 'scale' };

export const limits = { bytes: '1MiB', cpu: '1min', memory: '1GiB', cpus: 1 };

/** A tagging challenge without a mistake. */
export const right = {
  apiVersion: 'unblind/v1',
  slug: 'jets',
  title: 'Jets',
  tagline: 'Tell jets apart',
  kind: 'tagging',
  pages: { overview: 'o.md', data: 'd.md', evaluation: 'e.md', rules: 'r.md' },
  citation: { licence: 'CC-BY-4.0' },
  data: {
    sources: {
      simulated: { generator: 'data.ts', seed: 1, sizes: { train: 10, sample: 5, public: { ranking: 5, diagnostic: 3 }, private: 5 } },
    },
    default: 'simulated',
    views: { jet: { dtype: 'float32', shape: ['N', 9] } },
  },
  submission: {
    kinds: ['onnx'],
    outputs: [{ name: 'score', shape: ['N'] }],
    limits,
  },
  scoring: { metrics: ['auc', 'ece', 'rejection@0.3'], boards: [board('auc')] },
  phases: [phase()],
};
const sizes = { train: 10, sample: 5, public: 5, private: 5 };
/** With no split in two parts. */
export const undivided = { data: { ...right.data, sources: { simulated: { ...right.data.sources.simulated, sizes } } } };

export type RightManifest = typeof right;

export const scoring = (more: object) => ({ scoring: { ...right.scoring, ...more } });
export const submission = (more: object) => ({ submission: { ...right.submission, ...more } });
export const outputs = (more: object) => submission({ outputs: [{ name: 'out', shape: ['N'], ...more }] });
export const classes = { classes: ['QCD', 'Hbb', 'Tbqq'], background: 'QCD' };
export const classifying = (more: object, output: object = {}) => ({
  kind: 'classification',
  ...outputs({ shape: ['N', 3], ...output }),
  ...scoring({ metrics: ['auc'], ...classes, ...more }),
});
export const searching = (more: object) => ({
  kind: 'anomaly',
  ...submission({ kinds: ['onnx', 'answer'], answer: { mass: { type: 'number', label: 'Mass', range: [1, 2], uncertainty: true } } }),
  ...scoring({ metrics: ['auc', 'bits', 'pull-mass'] }),
  ...more,
});

/** What is wrong with the right manifest once it is changed so. */
export function problemsOf(change: object): readonly string[] {
  try {
    parseManifest(stringify({ ...right, ...change }));
  } catch (error) {
    if (error instanceof ManifestError) return error.problems;
    throw error;
  }
  return [];
}
