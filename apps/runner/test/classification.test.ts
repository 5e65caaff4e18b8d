import { existsSync } from 'node:fs';
import type { Plot } from '@unblind/contracts';
import { scoreClassification } from '@unblind/scoring';
import { ociEntries, programEntries, tarOf } from '@unblind/sandbox';
import {
  flavourJets,
  flavourModel,
  flavourProbabilities,
  flavours,
  testChallenges,
  writeFlavours,
} from '../../../packages/evaluation/test/three-flavours';
import { Lab } from './lab';

const canRun = existsSync('/usr/bin/bwrap');
const canRunImages = canRun && process.getuid?.() === 0;
const sizes = { train: 30, sample: 30, public: 600, private: 120 };
const jets = flavourJets('public', sizes.public);

/** What the scorer says of the same numbers. */
function expected(probabilities: Float64Array | Float32Array) {
  const metrics = ['auc', 'accuracy', 'log_loss', 'brier', 'ece', 'rejection:bottom@0.5', 'rejection:charm@0.5'];
  const truth = { labels: jets.labels, classes: flavours, background: 'light' };
  const report = scoreClassification(truth, probabilities, { metrics, replicates: 0, seed: 'expected' });
  return Object.fromEntries(report.metrics.map(({ name, value }) => [name, value ?? NaN]));
}

/** Relative to the number; a calibration error may be 0. */
const change = (value: number, number: number): number => (value === number ? 0 : Math.abs(value / number - 1));

function csvOf(probabilities: Float64Array, header = flavours): Buffer {
  const rows = Array.from({ length: probabilities.length / 3 }, (_, row) => {
    const cells = header.map((name) => probabilities[3 * row + Math.max(0, flavours.indexOf(name))]);
    return [row, ...cells].join(',');
  });
  return Buffer.from(`id,${header.join(',')}\n${rows.reverse().join('\n')}\n`);
}

/** Answers with the softmax of the observables, in the order of the challenge's first output contract. */
const server = `
$| = 1; print qq({"ready":true,"views":["observables"]}\\n);
while (<STDIN>) {
  my ($id, $in, $out) = /"id":(\\d+),"input":"([^"]+)","output":"([^"]+)"/ or die;
  open my $f, '<:raw', "$in/observables.npy" or die; my $b = do { local $/; <$f> }; close $f;
  my @v = map { exp } unpack 'f<*', substr($b, 10 + unpack('v', substr($b, 8, 2)));
  my $n = @v / 3; my $m = @v; my @s = map { my $r = 3 * int($_ / 3); $v[$_] / ($v[$r] + $v[$r + 1] + $v[$r + 2]) } 0 .. $#v;
  my $h = sprintf "%-117s\\n", "{'descr': '<f8', 'fortran_order': False, 'shape': (SHAPE), }";
  open my $o, '>:raw', $out or die; print $o "\\x93NUMPY\\x01\\x00" . pack('v', length $h) . $h . pack('d<*', @s); close $o;
  print qq({"id":$id}\\n);
}`;

async function image(shape: string): Promise<Buffer> {
  const layer = await tarOf([...programEntries(['/usr/bin/perl']), { name: 'server.pl', content: server.replace('SHAPE', shape) }]);
  return tarOf(ociEntries({ layers: [layer], config: { Entrypoint: ['/usr/bin/perl', '/server.pl'], Env: ['LC_ALL=C'] } }));
}

(canRun ? describe : describe.skip)(`a challenge of kind classification${canRun ? '' : ' [skipped: no bwrap]'}`, () => {
  let lab: Lab;
  beforeAll(async () => {
    const challenge = {
      challenge: 'three-flavours',
      challenges: testChallenges,
      sizes,
      writeData: (directory: string) => writeFlavours(directory, sizes),
    };
    lab = await Lab.open({ ...challenge, shifted: 'smeared' });
    lab.startRunner();
  });
  afterAll(() => lab.close());

  async function scored(id: string) {
    await lab.waitFor(id, 'scored');
    const { metrics, boardEntries, plots } = await lab.result(id);
    const value = (name: string, variation = 'nominal') =>
      metrics.find((metric) => metric.name === name && metric.variation === variation)?.value ?? NaN;
    return { metrics, value, entry: (board: string) => boardEntries.find((entry) => entry.board === board)?.value, plots: plots as Plot[] };
  }
  async function fault(id: string) {
    await lab.waitFor(id, 'rejected');
    return (await lab.result(id)).fault;
  }

  test('scores a model by each metric with its interval, nominal and shifted, and ranks it by the worst', async () => {
    const { metrics, value, entry, plots } = await scored(await lab.submit(flavourModel()));
    const wanted = expected(Float32Array.from(flavourProbabilities(jets.observables, 1)));
    // The engine's exponential in single precision: 1e-6 of each probability, which may part or join two events' scores.
    for (const [name, number] of Object.entries(wanted)) expect(change(value(name), number)).toBeLessThan(1e-4);
    for (const { low, high, variation, name } of metrics)
      // A calibration error has an interval only from 500 jets of each class on.
      if (variation === 'nominal' && !name.includes('('))
        expect({ name, has: low !== null && high !== null }).toEqual({ name, has: name !== 'ece' });
    expect(value('auc', 'smeared')).toBeLessThan(value('auc'));
    // This split has no diagnostic part: the shift is chosen on one half of the rows, and its value is that of the other half.
    for (const name of ['auc', 'log_loss']) {
      const worst = metrics.find((metric) => metric.name === `worst(${name})`);
      expect(worst?.note).toContain('Under smeared, chosen on the other half of the rows.');
      expect(Math.abs(value(`worst(${name})`) / value(name, 'smeared') - 1)).toBeLessThan(0.1);
    }
    expect([entry('robust'), entry('bottom'), entry('calibration')]).toEqual([
      value('worst(auc)'),
      value('rejection:bottom@0.5'),
      value('log_loss'),
    ]);
    expect(plots.map(({ id, kind }) => [id, kind])).toEqual([
      ['roc', 'line'],
      ['reliability', 'points'],
      ['confusion', 'matrix'],
    ]);
    expect(plots[0]?.series.map(({ label }) => label)).toEqual(['charm', 'bottom']);
  });

  test('takes the columns of a model by the names of its output contract', async () => {
    const [plain, turned] = [
      await scored(await lab.submit(flavourModel())),
      await scored(await lab.submit(flavourModel({ output: 'heavy_first', order: [2, 1, 0] }))),
    ];
    // A softmax adds up in the order of its columns.
    for (const name of ['auc', 'accuracy', 'rejection:bottom@0.5']) expect(turned.value(name) / plain.value(name)).toBeCloseTo(1, 4);
  });

  test('scores a file by the names of its columns and its ids', async () => {
    const probabilities = flavourProbabilities(jets.observables, 0.5);
    const file = { kind: 'predictions', filename: 'probabilities.csv' };
    const { value, entry } = await scored(await lab.submit(csvOf(probabilities, ['charm', 'bottom', 'light']), file));
    const wanted = expected(probabilities);
    for (const [name, number] of Object.entries(wanted)) expect({ name, value: value(name) }).toEqual({ name, value: number });
    // A file has no shifts.
    expect(entry('robust') ?? null).toBeNull();
    expect(entry('bottom')).toBe(wanted['rejection:bottom@0.5']);
  });

  test('averages the probabilities of trainings from several seeds', async () => {
    const { value } = await scored(await lab.submit([flavourModel({ scale: 0.25 }), flavourModel({ scale: 2 })]));
    const [soft, sharp] = [flavourProbabilities(jets.observables, 0.25), flavourProbabilities(jets.observables, 2)];
    const mean = expected(soft.map((probability, at) => (probability + (sharp[at] ?? NaN)) / 2));
    expect(value('ensemble(log_loss)') / (mean.log_loss ?? NaN)).toBeCloseTo(1, 4);
    expect(value('log_loss', 'seed-1') / (expected(soft).log_loss ?? NaN)).toBeCloseTo(1, 4);
    expect(value('spread(log_loss)')).toBeGreaterThan(0);
  });

  test('refuses wrong files with the class, the column or the row', async () => {
    const probabilities = flavourProbabilities(jets.observables, 1);
    const file = { kind: 'predictions', filename: 'probabilities.csv' };
    const refused = async (content: Buffer) => fault(await lab.submit(content, file));
    expect(await refused(csvOf(probabilities, ['light', 'charm', 'botom']))).toMatchObject({
      code: 'predictions-unreadable',
      message: 'There is no column for the class bottom.',
      fix: "Did you mean bottom by 'botom'?",
    });
    expect(await refused(csvOf(probabilities, ['light', 'charm']))).toMatchObject({
      message: 'There is no column for the class bottom.',
      expected: 'a column for each of light, charm, bottom',
    });
    expect(await refused(csvOf(probabilities, [...flavours, 'strange']))).toMatchObject({
      message: "The column 'strange' is no class of this challenge.",
    });
    expect(await refused(csvOf(probabilities.map((value, at) => (at === 22 ? NaN : value))))).toMatchObject({
      code: 'predictions-not-finite',
      subject: 'row 7',
      message: 'The probability of charm in row 7 is NaN; it must be a number.',
    });
    expect(await refused(csvOf(probabilities.map((value) => value / 2)))).toMatchObject({
      code: 'predictions-out-of-range',
      message: expect.stringContaining('add up to 0.5') as string,
    });
  });

  test('refuses a model of another number of classes before it runs, and one that gives no probabilities when it has', async () => {
    expect(await fault(await lab.submit(flavourModel({ order: [0, 1] })))).toMatchObject({
      code: 'contract-output-mismatch',
      expected: 'probabilities [N, 3] or heavy_first [N, 3]',
    });
    expect(await fault(await lab.submit(flavourModel({ softmax: false })))).toMatchObject({
      code: 'model-output-out-of-range',
      message: "The model's numbers for a row are not probabilities.",
      fix: 'End the graph in a softmax over the classes.',
    });
    // On its way to hidden inputs it is found on the public sample, of which everything may be said.
    const onItsWay = await lab.submit(flavourModel({ softmax: false }), { split: 'private' });
    expect(await fault(onItsWay)).toMatchObject({ code: 'model-output-out-of-range', got: expect.stringContaining('row 0') as string });
    expect(await lab.database.evaluationEvent.count({ where: { evaluationId: onItsWay, state: 'running' } })).toBe(0);
  });

  (canRunImages ? test : test.skip)(
    `scores a container, and refuses one that gives one number for each jet${canRunImages ? '' : ' [skipped: needs root]'}`,
    async () => {
      const { value } = await scored(await lab.submit(await image('$n, 3'), { kind: 'container', filename: 'image.tar' }));
      const wanted = expected(flavourProbabilities(jets.observables, 1));
      for (const [name, number] of Object.entries(wanted)) expect(change(value(name), number)).toBeLessThan(1e-9);
      expect(value('worst(auc)')).toBeLessThan(value('auc'));
      const flat = await fault(await lab.submit(await image('$m,'), { kind: 'container', filename: 'image.tar' }));
      expect(flat).toMatchObject({ code: 'model-output-shape', expected: '(30, 3)', got: '(90,)' });
      expect(JSON.stringify(flat)).toContain('in the order light, charm, bottom');
    },
  );
});
