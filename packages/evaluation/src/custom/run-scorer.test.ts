import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BubblewrapProvider } from '@unblind/sandbox';
import { encodeNpy } from '@unblind/tensors';
import { describeWhere } from '@unblind/testing';
import { runScorer } from './run-scorer';

describeWhere(existsSync('/usr/bin/bwrap'), 'bubblewrap is not installed', "an organiser's own scorer", () => {
  const folder = mkdtempSync(join(tmpdir(), 'unblind-scorer-'));
  const labels = join(folder, 'labels.npy');
  const scores = join(folder, 'scores.npy');
  beforeAll(() => {
    chmodSync(folder, 0o755);
    writeFileSync(labels, encodeNpy('uint8', [4], Uint8Array.of(1, 0, 1, 1)));
    writeFileSync(scores, encodeNpy('float32', [4], Float32Array.of(0.9, 0.8, 0.7, 0.2)));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const read = `import { readFileSync } from 'node:fs';
    const task = JSON.parse(readFileSync(0, 'utf8'));
    const bytesOf = ({ path, offset }) => readFileSync(path).subarray(offset);
    const answer = (value) => console.log(JSON.stringify(value));
    const metric = (name, value) => ({ name, value, low: null, high: null, method: 'none' });`;

  const run = (body: string, metrics = ['accuracy']) => {
    const scorer = join(folder, 'scorer.mjs');
    writeFileSync(scorer, `${read}\n${body}`);
    return runScorer(new BubblewrapProvider(), {
      scorer,
      truth: { labels },
      predictions: { scores },
      lengths: {},
      form: { threshold: { value: 0.5 } },
      context: { metrics, replicates: 0, seed: 'custom' },
    });
  };

  it('gets truth, predictions and parameters, and its metrics are taken', async () => {
    const { metrics } = await run(`
      const labels = bytesOf(task.truth.labels);
      const bytes = bytesOf(task.predictions.scores);
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      const right = [...labels].filter((label, row) => (view.getFloat32(4 * row, true) >= task.form.threshold.value) === Boolean(label)).length;
      answer({ metrics: [metric('accuracy', right / task.truth.labels.shape[0]), metric('unasked', 1)] });`);
    expect(metrics).toEqual([{ name: 'accuracy', value: 0.5, low: null, high: null, method: 'none', replicates: null }]);
  });

  it('may refuse the predictions with a message for the participant', async () => {
    const refused = run("answer({ refusal: { message: 'Row 3 is below 0.3.', fix: 'Send scores of at least 0.3.', subject: 'row 3' } });");
    await expect(refused).rejects.toMatchObject({ detail: { whose: 'participant', message: 'Row 3 is below 0.3.', subject: 'row 3' } });
  });

  it.each([
    ['prints something else', "console.log('42')", /does not have the expected form/],
    ['gives a value that is no number', "answer({ metrics: [{ ...metric('accuracy', 'high') }] })", /does not have the expected form/],
    ['leaves a metric out', 'answer({ metrics: [] })', /its answer lacks accuracy/],
    ['throws', "throw new Error('division by zero in the organiser')", /exit code 1.*division by zero in the organiser/s],
    ['prints without end', "import { writeSync } from 'node:fs'; for (;;) writeSync(1, 'x'.repeat(65536))", /stopped for its output/],
  ])('that %s is at fault itself, not the participant', async (_what, body, message) => {
    const detail = { code: 'scorer-failed', whose: 'platform', message: expect.stringMatching(message) };
    await expect(run(body)).rejects.toMatchObject({ detail });
  });

  it('sees no network, no other files of this host, and writes nowhere that lasts', async () => {
    const { metrics } = await run(
      `
      import { readdirSync, writeFileSync } from 'node:fs';
      import { connect } from 'node:net';
      const tried = (work) => { try { work(); return 1; } catch { return 0; } };
      const reached = await new Promise((done) => { const socket = connect(80, '1.1.1.1'); socket.on('connect', () => done(1)); socket.on('error', () => done(0)); });
      answer({ metrics: [
        metric('network', reached),
        metric('writes', tried(() => writeFileSync(task.truth.labels.path, 'x')) + tried(() => writeFileSync('./scorer/other.mjs', 'x'))),
        metric('home', tried(() => readdirSync('/root')) + tried(() => readdirSync('/home'))),
        metric('variables', Object.keys(process.env).filter((name) => /TOKEN|SECRET|KEY|URL/.test(name)).length),
      ] });`,
      ['network', 'writes', 'home', 'variables'],
    );
    expect(metrics.map(({ value }) => value)).toEqual([0, 0, 0, 0]);
  });
});
