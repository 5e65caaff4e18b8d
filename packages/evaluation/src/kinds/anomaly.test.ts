import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadChallenge } from '@unblind/challenges';
import type { FormValues } from '@unblind/contracts';
import { encodeNpy } from '@unblind/tensors';
import type { LocalSplit } from '../local-split';
import { anomaly } from './anomaly';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'anomaly-'))));
afterAll(() => rm(folder, { recursive: true }));

/** A box of 1,000 events, `signals` of them from a resonance with these masses. */
async function box(name: string, signals: number, masses: [number, number, number]): Promise<LocalSplit> {
  const rows = 1000;
  const truth = { labels: join(folder, `${name}-labels.npy`), resonance: join(folder, `${name}-resonance.npy`) };
  await writeFile(
    truth.labels,
    encodeNpy(
      'uint8',
      [rows],
      Uint8Array.from({ length: rows }, (_, i) => (i < signals ? 1 : 0)),
    ),
  );
  await writeFile(
    truth.resonance,
    encodeNpy(
      'float64',
      [rows, 3],
      Float64Array.from({ length: 3 * rows }, (_, i) => masses[i % 3] ?? NaN),
    ),
  );
  return { rows, views: {}, truth, lengths: {} };
}

async function answer(split: LocalSplit, form: FormValues): Promise<Record<string, number | null>> {
  const { manifest } = await loadChallenge('lhc-olympics');
  const metrics = ['bits', 'discovery-bits', 'pull-mass', 'pull-heavy', 'pull-light', 'pull-events'];
  const context = { manifest, form, rows: split.rows };
  const predictions = anomaly.readAnswer?.(context) ?? {};
  const report = await anomaly.score({
    ...context,
    split,
    predictions,
    training: null,
    context: { metrics, replicates: 200, seed: 'test' },
  });
  return Object.fromEntries(report.metrics.map(({ name, value }) => [name, value]));
}

describe('an answer about a black box', () => {
  it('is compared with the masses and the number of signal events of the box', async () => {
    const scored = await answer(await box('found', 30, [3823, 732, 378]), {
      p_value: { value: 1e-4 },
      mass: { value: 3900, uncertainty: 77 },
      heavy: { value: 700, uncertainty: 16 },
      light: { value: 378, uncertainty: 10 },
      events: { value: 40, uncertainty: 5 },
    });
    expect(scored['pull-mass']).toBeCloseTo(1, 9);
    expect(scored['pull-heavy']).toBeCloseTo(2, 9);
    expect(scored['pull-light']).toBe(0);
    expect(scored['pull-events']).toBeCloseTo(2, 9);
    expect(scored.bits).toBeGreaterThan(5);
  });

  it('about daughter particles that do not exist leaves those unscored', async () => {
    const scored = await answer(await box('dijet', 30, [4200, NaN, NaN]), {
      p_value: { value: 0.01 },
      heavy: { value: 500, uncertainty: 50 },
    });
    expect(scored['pull-heavy']).toBeNull();
    expect(scored.bits).toBe(scored['discovery-bits']);
  });

  it('that claims what is not there loses bits, and one without a p-value is refused', async () => {
    const empty = await box('empty', 0, [NaN, NaN, NaN]);
    expect((await answer(empty, { p_value: { value: 1e-5 } })).bits).toBeLessThan(-5);
    await expect(answer(empty, {})).rejects.toMatchObject({ detail: { code: 'answer-invalid', subject: 'p_value' } });
  });
});
