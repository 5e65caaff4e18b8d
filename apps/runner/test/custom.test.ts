import { existsSync } from 'node:fs';
import { describeWhere } from '@unblind/testing';
import { Lab, baseline } from './lab';

const canRun = existsSync('/usr/bin/bwrap');

/** Counts how often score and label agree at a threshold; rejects scores of 0.125, and crashes on 0.375. */
const scorer = `
import { readFileSync } from 'node:fs';
const task = JSON.parse(readFileSync(0, 'utf8'));
const read = ({ path, offset }) => readFileSync(path).subarray(offset);
const labels = read(task.truth.labels);
const { dtype } = task.predictions.scores;
const bytes = read(task.predictions.scores);
const view = new DataView(bytes.buffer, bytes.byteOffset);
const at = (row) => (dtype === 'float64' ? view.getFloat64(8 * row, true) : view.getFloat32(4 * row, true));
const say = (answer) => console.log(JSON.stringify(answer));
if (at(0) === 0.375) throw new Error('the organiser has not thought of this');
if (at(0) === 0.125) say({ refusal: { message: 'The first score is 0.125.', fix: 'Send another one.' } });
else {
  const agree = [...labels].filter((label, row) => at(row) >= 0.5 === Boolean(label)).length / labels.length;
  say({ metrics: [{ name: 'agreement', value: agree, low: null, high: null, method: 'none' }] });
}`;

describeWhere(canRun, 'bubblewrap is not installed', "a challenge with its organiser's own scorer", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open({ scorer });
    lab.startRunner('first');
  });
  afterAll(() => lab.close());

  const constant = (score: number) => lab.submit(Buffer.from(`${score}\n`.repeat(600)), { kind: 'predictions', filename: 'scores.csv' });

  test('scores models and predictions with it, and ranks them', async () => {
    for (const id of [await lab.submit(baseline('substructure-cut')), await constant(0.75)]) {
      await lab.waitFor(id, 'scored');
      const { metrics, boardEntries } = await lab.result(id);
      const [agreement, ...others] = metrics;
      expect([agreement?.name, others]).toEqual(['agreement', []]);
      expect(agreement?.value).toBeGreaterThan(0.3);
      expect(boardEntries).toMatchObject([{ board: 'agreement', value: agreement?.value }]);
    }
  });

  test('shows its rejection to the participant, and its own failure as a platform fault', async () => {
    const refused = await constant(0.125);
    await lab.waitFor(refused, 'rejected');
    expect((await lab.result(refused)).fault).toMatchObject({ whose: 'participant', message: 'The first score is 0.125.' });
    const broken = await constant(0.375);
    await lab.waitFor(broken, 'failed');
    const { fault } = await lab.result(broken);
    expect(fault).toMatchObject({ whose: 'platform', code: 'scorer-failed' });
    expect(JSON.stringify(fault)).not.toContain('has not thought of this');
  });

  test('does not score with another scorer than the one that the challenge was published with', async () => {
    const definition = { metrics: {}, files: { scorer: '0'.repeat(64), reference: null } };
    await lab.database.challengeVersion.updateMany({ data: { definition } });
    const id = await constant(0.75);
    await lab.waitFor(id, 'failed');
    const { fault, boardEntries } = await lab.result(id);
    expect(fault).toMatchObject({ code: 'definition-differs', whose: 'platform', expected: `sha256 ${'0'.repeat(64)}` });
    expect(boardEntries).toEqual([]);
    await lab.database.challengeVersion.updateMany({ data: { definition: { metrics: { agreement: 2 }, files: definition.files } } });
    const revised = await constant(0.75);
    await lab.waitFor(revised, 'failed');
    expect((await lab.result(revised)).fault).toMatchObject({ code: 'definition-differs', expected: 'agreement 2', got: 'agreement none' });
  });
});
