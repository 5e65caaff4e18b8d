import { encodeNpy } from '@unblind/tensors';
import { Lab, baseline } from './lab';
import {
  batchNormalised,
  decent,
  memoryHog,
  notFinite,
  oneForAll,
  outOfRange,
  outOfRangeInLargeBatches,
  slow,
  slowInLargeBatches,
} from './models';

describe('a runner', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open({ limits: { cpu: 40, memory: 1024 ** 3 }, shifted: true });
    lab.startRunner('first');
    await waitUntilReady(lab);
  });
  afterAll(() => lab.close());

  const fault = async (id: string) => (await lab.result(id)).fault;

  test('makes the data set, with truth and hidden inputs in separate areas', async () => {
    const names = async (area: 'public' | 'hidden' | 'truth'): Promise<string[]> => {
      const found: string[] = [];
      for await (const { key } of lab.storage.area(area).list('data/')) found.push(key.split('/').slice(2).join('/'));
      return found;
    };
    const shifts = ['energy-scale-down/', 'energy-scale-up/', ''];
    const all = (split: string, ...tensors: string[]) => shifts.flatMap((shift) => tensors.map((name) => `${split}/${shift}${name}.npy`));
    // Models are run under shifts, and nobody sees the shifted inputs.
    const shifted = all('public', 'constituents', 'jet').filter((name) => name.includes('energy-scale'));
    expect((await names('hidden')).sort()).toEqual([...all('private', 'constituents', 'jet'), ...shifted].sort());
    expect((await names('truth')).sort()).toEqual(
      [...['public', 'private'].flatMap((split) => [...all(split, 'labels', 'mass'), `${split}/scoring-seed`])].sort(),
    );
    expect(await names('public')).toEqual(expect.arrayContaining(['public/jet.npy', 'sample/labels.npy', 'train/labels.npy']));
    expect(await names('public')).not.toEqual(expect.arrayContaining([expect.stringMatching(/public.*labels|train\/energy/)]));
  });

  test('takes a model from received to scored, with board entries and events', async () => {
    const id = await lab.submit(baseline('substructure-cut'));
    await lab.waitFor(id, 'scored');
    const { boardEntries, events, progressDone, progressTotal, provenance } = await lab.result(id);
    expect(boardEntries.map(({ board }) => board).sort()).toEqual(['auc', 'rejection', 'robustness']);
    expect(events.map(({ state }) => state)).toEqual(['inspecting', 'queued', 'running', 'scoring', 'scoring', 'scored']);
    // Progress counts the scorings, of all rows and then of either half; it is written only if they take long enough.
    expect([0, 3, 6, 9]).toContain(progressTotal);
    expect(progressDone).toBeLessThanOrEqual(progressTotal);
    expect(provenance).toMatchObject({
      challenge: 'top-tagging',
      split: 'public',
      environment: { sandbox: 'bubblewrap', executionProvider: 'cpu' },
    });
  });

  test('gives a model its metrics under each shift, and the worst of them', async () => {
    const id = await lab.submit(baseline('substructure-cut'));
    await lab.waitFor(id, 'scored');
    const { metrics } = await lab.result(id);
    const computed = ['accuracy', 'auc', 'ece', 'rejection@0.3', 'rejection@0.5'];
    const under = (wanted: string) => metrics.filter(({ variation }) => variation === wanted).map(({ name }) => name);
    for (const shift of ['energy-scale-up', 'energy-scale-down']) expect(under(shift)).toEqual(computed);
    expect(under('nominal').sort()).toEqual(computed.flatMap((name) => [name, `quadrature(${name})`, `worst(${name})`]).sort());
    // Changes under shifts, summed in quadrature, are a distance, which has none.
    for (const { name, replicates } of metrics)
      expect([name, replicates?.length]).toEqual([name, name.startsWith('quadrature') ? undefined : 200 * 8]);
    const value = (name: string, variation = 'nominal') => metrics.find((row) => row.name === name && row.variation === variation)?.value;
    // The cut is on the mass, so a shifted energy scale changes every score, if not the order of the few jets.
    expect(value('ece', 'energy-scale-up')).not.toBe(value('ece'));
    // This split has no diagnostic part: the shift is chosen on one half of the rows, and its value is that of the other half. No board
    // ranks by ece; the catalogue of kinds says that lower is better.
    for (const name of ['auc', 'ece']) {
      const worst = metrics.find((metric) => metric.name === `worst(${name})`);
      expect(worst?.note).toContain('chosen on the other half of the rows.');
    }
    const all = ['nominal', 'energy-scale-up', 'energy-scale-down'].map((shift) => value('auc', shift) ?? NaN);
    expect(Math.abs((value('worst(auc)') ?? NaN) - Math.min(...all))).toBeLessThan(0.03);
  });

  test('gives metrics their intervals', async () => {
    const id = await lab.submit(baseline('substructure-cut'));
    await lab.waitFor(id, 'scored');
    const { metrics } = await lab.result(id);
    const auc = metrics.find(({ name }) => name === 'auc');
    expect(auc?.value).toBeGreaterThan(0.8);
    // Some 300 jets of either class are enough for an interval.
    expect(auc?.low).toBeLessThan(auc?.value ?? NaN);
    expect(auc?.high).toBeGreaterThan(auc?.value ?? NaN);
    const rejection = metrics.find(({ name }) => name === 'rejection@0.5');
    expect(rejection?.low).toBeLessThan(rejection?.value ?? NaN);
  });

  test('runs each of several trainings, and reports their mean, each one, the spread and the ensemble', async () => {
    const id = await lab.submit([decent(0.4), decent(0.5)]);
    await lab.waitFor(id, 'scored');
    const { metrics } = await lab.result(id);
    const value = (name: string, variation = 'nominal') => metrics.find((row) => row.name === name && row.variation === variation)?.value;
    expect(value('ece')).toBeCloseTo(((value('ece', 'seed-1') ?? NaN) + (value('ece', 'seed-2') ?? NaN)) / 2, 12);
    // One model's scores are the other's times a factor: same order, other calibration.
    expect(value('spread(auc)')).toBe(0);
    expect(value('spread(ece)')).toBeGreaterThan(0);
    expect(value('ensemble(auc)')).toBeCloseTo(value('auc') ?? NaN, 6);
  });

  test('rejects trainings that are not of one method, and names them', async () => {
    const id = await lab.submit([decent(), baseline('deep-sets')]);
    await lab.waitFor(id, 'rejected');
    expect(await fault(id)).toMatchObject({
      code: 'contract-input-shape',
      subject: '1-model.onnx',
      fix: expect.stringContaining('one method'),
    });
  });

  test('gives the same model bit-identical scores', async () => {
    const ids = [await lab.submit(baseline('substructure-cut')), await lab.submit(baseline('substructure-cut'))];
    await Promise.all(ids.map((id) => lab.waitFor(id, 'scored')));
    const [first, second] = await Promise.all(
      ids.map(async (id) => (await lab.result(id)).metrics.map(({ evaluationId: _, ...metric }) => metric)),
    );
    expect(first).toEqual(second);
  });

  test('scores predictions without a sandbox, and rejects a wrong number of them with the expected one', async () => {
    const good = await lab.submit(
      encodeNpy(
        'float32',
        [600],
        Float32Array.from({ length: 600 }, (_, i) => (i % 7) / 7),
      ),
      { kind: 'predictions', filename: 'p.npy' },
    );
    await lab.waitFor(good, 'scored');
    expect((await lab.result(good)).events.map(({ state }) => state)).toEqual(['inspecting', 'scoring', 'scoring', 'scored']);
    const short = await lab.submit(Buffer.from('0.5\n0.25\n'), { kind: 'predictions', filename: 'p.csv' });
    await lab.waitFor(short, 'rejected');
    expect(await fault(short)).toMatchObject({
      code: 'predictions-length',
      whose: 'participant',
      expected: expect.stringContaining('600'),
    });
  });

  test.each([
    ['an empty file', () => Buffer.alloc(0), 'file-empty'],
    ['a page of HTML', () => Buffer.from('<!DOCTYPE html><html><body>404</body></html>'), 'file-not-onnx'],
    ['a zip', () => Buffer.from('PK\x03\x04aaaaaaaaaaaaaaaaaaaaaaaaaa'), 'file-not-onnx'],
    ['a model that was cut', () => baseline('substructure-cut').subarray(0, 200), 'file-truncated'],
    ['NaN as output', notFinite, 'model-output-not-finite'],
    ['scores out of range', outOfRange, 'model-output-out-of-range'],
    ['one score for the whole batch', oneForAll, 'model-output-shape'],
    ['scores that depend on the batch', batchNormalised, 'model-depends-on-batch'],
    ['a model that computes without end', () => slow(2000, 2000), 'limit-cpu-time'],
    ['a model that exhausts memory', memoryHog, 'limit-memory'],
  ])(
    'rejects %s, says how to mend it, and goes on working',
    async (_, make, code) => {
      const id = await lab.submit(make());
      // Ten seconds of a processor, of which a busy machine gives a small share.
      await lab.waitFor(id, 'rejected');
      const told = await fault(id);
      expect(told).toMatchObject({ code, whose: 'participant', message: expect.stringMatching(/./), fix: expect.stringMatching(/./) });
      // Nearly all shows on the public sample, before anything ran that counts; its few jets do not exhaust the memory.
      const ran = (await lab.result(id)).events.some(({ state }) => state === 'running');
      expect(ran).toBe(code === 'limit-memory');
      if (code.startsWith('limit-')) expect(told).toMatchObject({ limit: { limit: expect.any(Number), unit: expect.any(String) } });
      const next = await lab.submit(decent());
      await lab.waitFor(next, 'scored');
    },
    160_000,
  );

  test('shows nothing that a model computed from hidden inputs', async () => {
    const id = await lab.submit(outOfRangeInLargeBatches(), { split: 'private' });
    await lab.waitFor(id, 'rejected');
    const told = await fault(id);
    expect(told).toMatchObject({ code: 'model-output-out-of-range' });
    expect(told).not.toHaveProperty('got');
    expect(JSON.stringify(told)).not.toMatch(/row \d/);
  });

  test('stops a run that is cancelled', async () => {
    const id = await lab.submit(slowInLargeBatches(300));
    await lab.waitFor(id, 'running');
    await lab.database.evaluation.update({ where: { id }, data: { state: 'cancelled', finishedAt: new Date() } });
    const next = await lab.submit(decent(0.3));
    await lab.waitFor(next, 'scored'); // the one slot is free again
    expect(await lab.stateOf(id)).toBe('cancelled');
    expect((await lab.result(id)).metrics).toEqual([]);
  });
});

async function waitUntilReady(lab: Lab): Promise<void> {
  for (let waited = 0; waited < 55_000; waited += 100) {
    const { state } = await lab.database.dataSet.findUniqueOrThrow({ where: { id: lab.dataSetId } });
    if (state === 'ready') return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('the data set was not made');
}
