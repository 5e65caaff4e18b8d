import { StoredManifest, bytesLimit } from './manifest';
import { ManifestError, parseManifest } from './parse-manifest';

const valid = `
apiVersion: unblind/v1
slug: jets
title: Jets
tagline: Tell jets apart
kind: tagging
pages: { overview: o.md, data: d.md, evaluation: e.md, rules: r.md }
citation: { licence: CC-BY-4.0 }
data:
  sources: { simulated: { generator: data.ts, seed: 1, sizes: { train: 10, sample: 5, public: { ranking: 3, diagnostic: 2 } } } }
  default: simulated
  views: { jet: { dtype: float32, shape: [N, 9], aliases: [features] } }
submission:
  kinds: [onnx]
  outputs: [{ name: score, shape: [N] }]
  limits: { bytes: 256MiB, cpu: 10min, memory: 4GiB, cpus: 2 }
scoring: { metrics: [auc], boards: [{ id: accuracy, by: auc, order: desc, feedback: { ladder: linear, step: 0.002, grid: 0.001 } }] }
phases: [{ id: development, split: public, opens: 2026-11-01T00:00:00Z, total: 9, board: open }]
`;

function problemsOf(text: string): readonly string[] {
  try {
    parseManifest(text);
  } catch (error) {
    if (error instanceof ManifestError) return error.problems;
    throw error;
  }
  throw new Error('the manifest was accepted');
}

test('a manifest that was stored with a wall limit for each run is read with the CPU time of all its runs', () => {
  const { submission, scoring, ...manifest } = parseManifest(valid);
  const { cpu: _cpu, ...limits } = submission.limits;
  const old = {
    ...manifest,
    submission: { ...submission, seeds: { max: 3 }, limits: { ...limits, wall: 600 } },
    scoring: { ...scoring, variations: [{ id: 'up', shift: 'scale' }] },
  };
  const stored: unknown = JSON.parse(JSON.stringify(old));
  expect(StoredManifest.parse(stored).submission.limits).toMatchObject({ cpu: 600 * 2 * 3 * 2, cpus: 2 });
  expect(StoredManifest.parse(JSON.parse(JSON.stringify(parseManifest(valid)))).submission.limits.cpu).toBe(600);
});

describe('challenge.yaml', () => {
  test('a valid manifest is read with sizes in bytes and times in seconds', () => {
    const { submission, scoring } = parseManifest(valid);
    expect(submission.limits).toMatchObject({ bytes: 256 * 1024 ** 2, cpu: 600, memory: 4 * 1024 ** 3, gpu: 'none' });
    expect(scoring.replicates).toBe(200);
  });

  test('an unknown key names the nearest known one, at any depth', () => {
    expect(problemsOf(valid.replace('tagline:', 'taglin:'))).toContainEqual("top level: unknown key 'taglin'; did you mean 'tagline'?");
    expect(problemsOf(valid.replace('board: open', 'board: open, perDayy: 3'))).toContainEqual(
      "phases.0: unknown key 'perDayy'; did you mean 'perDay'?",
    );
    expect(problemsOf(valid.replace('aliases:', 'alias:'))).toContainEqual("data.views.jet: unknown key 'alias'; did you mean 'aliases'?");
  });

  test('models and containers need a public sample; containers may have a limit of their own', () => {
    const text = valid.replace('kinds: [onnx]', 'kinds: [onnx, container]').replace('bytes: 256MiB', 'bytes: 256MiB, imageBytes: 1GiB');
    const without = (manifest: string) => problemsOf(manifest.replace(', sample: 5', ''));
    expect(without(text)).toEqual(["data.sources.simulated: has no split 'sample', on which models and containers are tried first"]);
    expect(without(valid)).toEqual(["data.sources.simulated: has no split 'sample', on which models are tried first"]);
    expect(() => parseManifest(valid.replace('[onnx]', '[predictions]').replace(', sample: 5', ''))).not.toThrow();
    const { limits } = parseManifest(text).submission;
    expect([bytesLimit(limits, 'container'), bytesLimit(limits, 'onnx')]).toEqual([1024 ** 3, 256 * 1024 ** 2]);
    expect(bytesLimit({ bytes: 7 }, 'container')).toBe(7);
  });

  test('a name that two views claim is refused', () => {
    const text = valid.replace('views: { jet:', 'views: { features: { dtype: float32, shape: [N] }, jet:');
    expect(problemsOf(text)).toContainEqual("data.views.jet: the name 'features' is already taken by 'features'");
  });

  test('a default source that does not exist, and a phase that closes before it opens, are refused together', () => {
    const text = valid
      .replace('default: simulated', 'default: simulatd')
      .replace('board: open }', 'closes: 2026-10-01T00:00:00Z, board: open }');
    expect(problemsOf(text)).toEqual([
      "data.default: 'simulatd' is not one of simulated; did you mean 'simulated'?",
      'phases.development: closes before it opens',
    ]);
  });

  test('a size without a unit says what a size looks like', () => {
    expect(problemsOf(valid.replace('256MiB', '256'))[0]).toContain("a size such as '256MiB'");
  });

  test('text that is not YAML is one clear problem', () => {
    expect(problemsOf('a: [1,')[0]).toContain('not valid YAML');
  });
});
