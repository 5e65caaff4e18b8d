import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { normaliseWeights } from '@unblind/scoring';
import { float64Column, int64Column, readTable, textColumn } from '@unblind/tensors';
import { describeWithFixtures, fixturePath, testWithFixtures, unpackedVectors } from '@unblind/testing';
import { z } from 'zod';
import { expectClose, json, scoring, temporaryFiles, values } from './test/scoring';

const { fileOf } = temporaryFiles();

const Tagger = z.object({
  auc: z.number(),
  acc: z.number(),
  R30: z.number(),
  R50: z.number(),
  balanced_acc: z.number().optional(),
});

async function expectTagger(folder: string, name: string, truth: string, predictions: string): Promise<void> {
  const { taggers } = json(z.object({ taggers: z.record(z.string(), Tagger) }), `top-tagging/${folder}/expected.json`);
  const { auc, acc, R30, R50, balanced_acc } = Tagger.parse(taggers[name]);
  const found = await values({ kind: 'tagging', truth: [truth], predictions });
  const expected = { auc, accuracy: balanced_acc, 'rejection@0.3': R30, 'rejection@0.5': R50 };
  // No reference takes the noise out of the calibration error; the plain one is compared where it is made.
  expect(Object.keys(found)).toEqual([...Object.keys(expected), 'ece']);
  for (const [metric, value] of Object.entries(expected)) {
    if (value !== undefined) expectClose(found[metric], value);
  }
  // The landscape's classes are equal to 0.1 %, so that weighting them equally changes its published numbers by less than that.
  expect(Math.abs((found.accuracy ?? NaN) - acc)).toBeLessThan(folder === 'landscape' ? 1e-3 : 0.02);
}

describe('the four published taggers', () => {
  const made = unpackedVectors('scoring', 'top-tagging/landscape');
  for (const name of ['ParticleNet_v2', 'PFN_v0', 'EFP_v0', 'P-CNN_v2']) {
    const scores = `top-tagging/landscape/${name}.npy`;
    testWithFixtures([scores], `${name} scores to its published values`, () =>
      expectTagger('landscape', name, made('labels.npy'), fixturePath(scores)),
    );
  }
});

describe('three simulated taggers', () => {
  const made = unpackedVectors('scoring', 'top-tagging/simulated');
  it.each(['sharp', 'double', 'tied'])('%s scores to what scikit-learn gives', (name) =>
    expectTagger('simulated', name, made('labels.npy'), made(`${name}.npy`)),
  );
});

const Row = z.object({ submission: z.string(), truth: z.string(), score_f8_weights: z.number() });
const realEvent = (name: string) => `trackml/real-event-subsample/event000000001-${name}.csv.gz`;
describeWithFixtures([realEvent('truth'), realEvent('particles')], 'tracks of a real event', () =>
  scoresTracks({
    rows: json(z.array(Row), 'trackml/submission-scores.json'),
    submissions: unpackedVectors('scoring', 'trackml/submissions'),
    table: (name) => fixturePath(realEvent(name)),
  }),
);
describe('tracks of a simulated event', () => {
  const made = unpackedVectors('scoring', 'trackml/simulated');
  scoresTracks({
    rows: json(z.array(Row), 'trackml/simulated/expected.json'),
    submissions: made,
    table: (name) => made(`event000000001-${name}.csv`),
  });
});

interface TracksOfEvent {
  rows: z.infer<typeof Row>[];
  submissions: (name: string) => string;
  table: (name: 'truth' | 'particles') => string;
}

function scoresTracks({ rows, submissions, table }: TracksOfEvent): void {
  const fileOfRow = ({ submission }: z.infer<typeof Row>) => submissions(submission.split('/').at(-1) ?? '');

  it.each(rows)('$submission', async (row) => {
    const found = await values({ kind: 'tracking', truth: [table('truth')], predictions: fileOfRow(row) });
    expectClose(found['trackml_score'], row.score_f8_weights);
  });

  it('are the same gzipped, without event_id, and under a name that tells no event', async () => {
    const row = Row.parse(rows[1]);
    const text = readFileSync(fileOfRow(row), 'utf8');
    const short = gzipSync(text.replaceAll(/^[^,]*,/gm, ''));
    const truth = readFileSync(table('truth'));
    const event = await fileOf('truth.csv.gz', table('truth').endsWith('.gz') ? truth : gzipSync(truth));
    for (const predictions of [await fileOf('tracks.csv.gz', short), fileOfRow(row)])
      expectClose((await values({ kind: 'tracking', truth: [event], predictions }))['trackml_score'], row.score_f8_weights);
  });

  it('have efficiency curves where the particle table is given', async () => {
    const predictions = rows.map(fileOfRow).find((path) => path.endsWith('shuffle20.csv')) ?? '';
    const { plots } = await scoring({ kind: 'tracking', truth: [table('truth')], particles: [table('particles')], predictions });
    expect(plots.map(({ id }) => id)).toEqual(['efficiency-pt', 'efficiency-eta', 'efficiency-vertex-radius']);
  });
}

describe('HiggsML 2014', () => {
  const Ams = z.object({
    small_solution: z.array(z.object({ EventId: z.number(), Label: z.string(), KaggleWeight: z.number() })),
    submissions: z.array(
      z.object({
        name: z.string(),
        submission: z.array(z.tuple([z.number(), z.union([z.number(), z.string()]), z.string()])),
        kaggle_original: z.object({ ams: z.number().optional() }),
      }),
    ),
  });

  it.each(['top4_signal', 'all_signal', 'perfect', 'rows_shuffled_same_content', 'space_in_rank'])('%s', async (name) => {
    const { ams2014 } = json(z.object({ ams2014: Ams }), 'higgsml/cases.json');
    const one = ams2014.submissions.find((submission) => submission.name === name);
    const solution = ams2014.small_solution.map((row) => [row.EventId, row.Label, row.KaggleWeight].join(','));
    const truth = [await fileOf('solution.csv', ['EventId,Label,Weight', ...solution].join('\n'))];
    const predictions = await fileOf('submission.csv', ['EventId,RankOrder,Class', ...(one?.submission ?? [])].join('\n'));
    // The reference loses digits by subtracting: at an AMS of 0.2 it has eleven.
    expectClose((await values({ kind: 'selection', truth, predictions }))['ams'], one?.kaggle_original.ams ?? NaN, 1e-11);
  });

  const expectWindow = async (events: string, expected: number): Promise<void> => {
    const columns = { id: int64Column(['EventId']), mass: float64Column(['DER_mass_MMC']), weight: float64Column(['KaggleWeight']) };
    const label = textColumn(['Label']);
    await readTable(events, [...Object.values(columns), label]);
    const [ids, mass] = [columns.id.values(), columns.mass.values()];
    const weights = normaliseWeights(
      columns.weight.values(),
      Uint8Array.from(label.values, (name) => (name === 's' ? 1 : 0)),
    );
    const solution = Array.from(ids, (id, i) => `${id},${label.values[i]},${weights[i]}`);
    const distance = (row: number) => Math.abs((mass[row] ?? NaN) - 125);
    const byMass = Array.from(ids, (_, row) => row).sort((a, b) => distance(b) - distance(a));
    const submission = byMass.map((row, i) => `${ids[row]},${i + 1},${distance(row) < 22 ? 's' : 'b'}`);
    const truth = [await fileOf('real-solution.csv', ['EventId,Class,Weight', ...solution].join('\n'))];
    const predictions = await fileOf('real.csv.gz', gzipSync(['EventId,RankOrder,Class', ...submission].join('\n')));
    // The radicand is what is left of 455.9 - 454.7: it carries the rounding of the sums 400 times enlarged.
    expectClose((await values({ kind: 'selection', truth, predictions }))['ams'], expected, 1e-11);
  };

  const Window = z.object({ ams: z.number() });
  const realEvents = 'higgsml/real/atlas-higgs-challenge-2014-v2.first-rows.csv.gz';
  testWithFixtures([realEvents], 'a cut on the mass of the real events', () => {
    const { ams2014 } = json(z.object({ ams2014: z.object({ window_on_real_rows: Window }) }), 'higgsml/cases.json');
    return expectWindow(fixturePath(realEvents), ams2014.window_on_real_rows.ams);
  });

  const made = unpackedVectors('scoring', 'higgsml/simulated');
  it('a cut on the mass of simulated events', () => {
    const { window } = json(z.object({ window: Window }), 'higgsml/simulated/expected.json');
    return expectWindow(made('events.csv'), window.ams);
  });
});

describe('intervals on pseudo-experiments', () => {
  const numbers = z.array(z.number());
  const Whole = z.object({
    name: z.string(),
    ground_truth_mus: numbers,
    results: z.array(z.object({ mu_hats: numbers, delta_mu_hats: numbers, p16: numbers, p84: numbers })),
    scores: z.object({ rmse: z.number(), mae: z.number(), interval: z.number(), coverage: z.number(), quantiles_score: z.number() }),
  });
  const Cases = z.object({ fair_scoring: z.object({ whole_submissions: z.array(Whole) }) });
  const cases = json(Cases, 'higgsml/cases.json').fair_scoring.whole_submissions;

  it.each(cases)('$name, as JSON and as CSV', async ({ ground_truth_mus, results, scores }) => {
    const truthCsv = ['set,mu', ...ground_truth_mus.map((mu, set) => `${set + 1},${mu}`)].join('\n');
    const rows = results.flatMap(({ mu_hats, delta_mu_hats, p16, p84 }, set) =>
      mu_hats.map((mu, i) => [set + 1, i, mu, delta_mu_hats[i], p16[i], p84[i]].join(',')),
    );
    const predictionsCsv = ['set,experiment,mu_hat,delta_mu_hat,p16,p84', ...rows.reverse()].join('\n');
    const asJson = [await fileOf('mu.json', JSON.stringify(ground_truth_mus)), await fileOf('results.json', JSON.stringify(results))];
    const asCsv = [await fileOf('mu.csv', truthCsv), await fileOf('results.csv', predictionsCsv)];
    for (const [truth = '', predictions = ''] of [asJson, asCsv]) {
      const found = await values({ kind: 'interval-estimation', truth: [truth], predictions });
      expectClose(found['quantile_score'], scores.quantiles_score);
      expectClose(found['coverage'], scores.coverage);
      expectClose(found['interval_width'], scores.interval);
      expectClose(found['rmse'], scores.rmse);
      expectClose(found['mae'], scores.mae);
    }
  });
});

describe('an anomaly detector', () => {
  const made = unpackedVectors('scoring', 'lhco');
  const SicCase = z.object({
    name: z.string(),
    auc: z.number(),
    max_sic_fpr_gt_0: z.object({ max_sic: z.number() }),
    'max_sic_fpr_gt_1e-4': z.object({ max_sic: z.number() }),
    'max_sic_fpr_gt_1e-3': z.object({ max_sic: z.number() }),
  });
  const Cases = z.object({ roc_sic_real_lhco: z.object({ cases: z.array(z.looseObject({ name: z.string() })) }) });

  it.each([
    ['0', 'max_sic_fpr_gt_0'],
    ['1e-4', 'max_sic_fpr_gt_1e-4'],
    ['1e-3', 'max_sic_fpr_gt_1e-3'],
  ] as const)('on the real CATHODE test set, with a floor of %s', async (floor, key) => {
    const { cases } = json(Cases, 'lhco/cases.json').roc_sic_real_lhco;
    const expected = SicCase.parse(cases.find(({ name }) => name.includes('supervised HGB')));
    const truth = [made('cathode_test_labels_u8.npy')];
    const predictions = made('cathode_test_scores_supervised_f64.npy');
    const found = await values({ kind: 'anomaly', truth, predictions, floor });
    expect(Object.keys(found)).toEqual(['auc', 'max-sic']);
    expectClose(found['auc'], expected.auc);
    expectClose(found['max-sic'], expected[key].max_sic);
  });
});
