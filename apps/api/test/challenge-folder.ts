import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const feedback = { ladder: 'linear', step: 0.002, grid: 0.001 };
const boards: { id: string; by: string; order: string; feedback?: typeof feedback }[] = [
  { id: 'accuracy', by: 'auc', order: 'desc', feedback },
  { id: 'calibration', by: 'ece', order: 'asc', feedback },
];

const baselines: { name: string; file: string; description: string }[] = [];

const manifest = {
  apiVersion: 'unblind/v1',
  slug: 'toy-tagging',
  title: 'Toy tagging',
  tagline: 'A challenge for the tests of the API',
  kind: 'tagging',
  pages: { overview: 'pages/overview.md', data: 'pages/data.md', evaluation: 'pages/evaluation.md', rules: 'pages/rules.md' },
  citation: { licence: 'CC-BY-4.0' },
  data: {
    sources: {
      simulated: { generator: 'data.ts', seed: 1, sizes: { train: 10, sample: 4, public: { ranking: 6, diagnostic: 4 }, private: 10 } },
    },
    default: 'simulated',
    views: { jet: { dtype: 'float32', shape: ['N', 4] } },
  },
  submission: {
    kinds: ['onnx', 'predictions'],
    outputs: [{ name: 'score', shape: ['N'], range: [0, 1] }],
    limits: { bytes: '20MiB', cpu: '1min', memory: '1GiB', cpus: 1 },
  },
  scoring: {
    metrics: ['auc', 'ece'],
    boards,
  },
  phases: [
    { id: 'practice', split: 'public', opens: '2020-01-01T00:00:00Z', closes: '2021-01-01T00:00:00Z', total: 9, board: 'open' },
    { id: 'development', split: 'public', opens: '2024-01-01T00:00:00Z', perDay: 3, total: 100, board: 'open' },
    { id: 'final', split: 'private', opens: '2024-01-01T00:00:00Z', total: 3, board: 'blinded' },
    { id: 'later', split: 'private', opens: '2999-01-01T00:00:00Z', total: 3, board: 'blinded' },
  ],
  published: [{ name: 'Reference', source: 'arXiv:0000.00000', auc: 0.9 }],
  baselines,
};

export type ToyManifest = typeof manifest;

/** Makes the challenge time models, against a baseline. Its file holds its name. */
export function timeModels(toy: ToyManifest): void {
  toy.baselines.push({ name: 'Reference', file: 'baselines/reference.onnx', description: 'To compare with.' });
  Object.assign(toy.scoring, { throughput: { reference: 'Reference' } });
}

/** Writes the toy challenge, with a test's changes. */
export function writeChallenge(root: string, change: (toy: ToyManifest) => void = () => undefined): void {
  const folder = join(root, manifest.slug);
  mkdirSync(join(folder, 'pages'), { recursive: true });
  const own = structuredClone(manifest);
  change(own);
  // JSON is valid YAML.
  writeFileSync(join(folder, 'challenge.yaml'), JSON.stringify(own));
  mkdirSync(join(folder, 'baselines'), { recursive: true });
  for (const { name, file } of own.baselines) writeFileSync(join(folder, file), name);
  for (const page of Object.values(own.pages)) writeFileSync(join(folder, page), `# ${page}\n`);
}
