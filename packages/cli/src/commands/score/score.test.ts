import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { normaliseWeights } from '@unblind/scoring';
import { float64Column, int64Column, readTable, textColumn } from '@unblind/tensors';
import { z } from 'zod';
import { describeWithFixtures, expectClose, fixture, hasFixtures, json, scoring, temporaryFiles, values } from './test/scoring';

const { fileOf } = temporaryFiles();

describeWithFixtures('the four published taggers', () => {
  const Tagger = z.object({ auc: z.number(), acc: z.number(), R30: z.number(), R50: z.number(), ece15_positive: z.number() });

  it.each(['ParticleNet_v2', 'PFN_v0', 'EFP_v0', 'P-CNN_v2'])('%s scores to its published values', async (name) => {
    const { taggers } = json(z.object({ taggers: z.record(z.string(), Tagger) }), 'top-tagging', 'landscape', 'expected.json');
    const { auc, acc, R30, R50, ece15_positive } = Tagger.parse(taggers[name]);
    const truth = [fixture('top-tagging', 'landscape', 'labels_uint8.npy')];
    const found = await values({ kind: 'tagging', truth, predictions: fixture('top-tagging', 'landscape', `${name}.npy`) });
    const expected = { auc, accuracy: acc, 'rejection@0.3': R30, 'rejection@0.5': R50, ece: ece15_positive };
    expect(Object.keys(found)).toEqual(Object.keys(expected));
    for (const [metric, value] of Object.entries(expected)) expectClose(found[metric], value);
  });
});

describeWithFixtures('tracks of a real event', () => {
  const Row = z.object({ submission: z.string(), truth: z.string(), score_f8_weights: z.number() });
  const rows = hasFixtures ? json(z.array(Row), 'trackml', 'submission-scores.json') : [];

  it.each(rows)('$submission', async ({ submission, truth, score_f8_weights }) => {
    const predictions = fixture('trackml', submission);
    const found = await values({ kind: 'tracking', truth: [fixture('trackml', truth)], predictions });
    expectClose(found['trackml_score'], score_f8_weights);
  });

  it('are the same gzipped, without event_id, and under a name that tells no event', async () => {
    const [row] = rows.slice(1);
    const { truth, submission, score_f8_weights } = Row.parse(row);
    const text = readFileSync(fixture('trackml', submission), 'utf8');
    const short = gzipSync(text.replaceAll(/^[^,]*,/gm, ''));
    const event = await fileOf('truth.csv.gz', readFileSync(fixture('trackml', truth)));
    for (const predictions of [await fileOf('tracks.csv.gz', short), fixture('trackml', submission)])
      expectClose((await values({ kind: 'tracking', truth: [event], predictions }))['trackml_score'], score_f8_weights);
  });

  it('have efficiency curves where the particle table is given', async () => {
    const event = (name: string) => fixture('trackml', 'real-event-subsample', `event000000001-${name}.csv.gz`);
    const predictions = fixture('trackml', 'submissions', 'gnn_tracking-shuffle20.csv');
    const { plots } = await scoring({ kind: 'tracking', truth: [event('truth')], particles: [event('particles')], predictions });
    expect(plots.map(({ id }) => id)).toEqual(['efficiency-pt', 'efficiency-eta', 'efficiency-vertex-radius']);
  });
});

describeWithFixtures('HiggsML 2014', () => {
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
    const { ams2014 } = json(z.object({ ams2014: Ams }), 'higgsml', 'cases.json');
    const one = ams2014.submissions.find((submission) => submission.name === name);
    const solution = ams2014.small_solution.map((row) => [row.EventId, row.Label, row.KaggleWeight].join(','));
    const truth = [await fileOf('solution.csv', ['EventId,Label,Weight', ...solution].join('\n'))];
    const predictions = await fileOf('submission.csv', ['EventId,RankOrder,Class', ...(one?.submission ?? [])].join('\n'));
    expectClose((await values({ kind: 'selection', truth, predictions }))['ams'], one?.kaggle_original.ams ?? NaN);
  });

  it('a cut on the mass of the real events', async () => {
    const Window = z.object({ ams2014: z.object({ window_on_real_rows: z.object({ ams: z.number() }) }) });
    const columns = { id: int64Column(['EventId']), mass: float64Column(['DER_mass_MMC']), weight: float64Column(['KaggleWeight']) };
    const label = textColumn(['Label']);
    await readTable(fixture('higgsml', 'real', 'atlas-higgs-challenge-2014-v2.first-rows.csv.gz'), [...Object.values(columns), label]);
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
    const expected = json(Window, 'higgsml', 'cases.json').ams2014.window_on_real_rows.ams;
    // The radicand is what is left of 455.9 - 454.7: it carries the rounding of the sums 400 times enlarged.
    expectClose((await values({ kind: 'selection', truth, predictions }))['ams'], expected, 1e-11);
  });
});

describeWithFixtures('intervals on pseudo-experiments', () => {
  const numbers = z.array(z.number());
  const Whole = z.object({
    name: z.string(),
    ground_truth_mus: numbers,
    results: z.array(z.object({ mu_hats: numbers, delta_mu_hats: numbers, p16: numbers, p84: numbers })),
    scores: z.object({ rmse: z.number(), mae: z.number(), interval: z.number(), coverage: z.number(), quantiles_score: z.number() }),
  });
  const Cases = z.object({ fair_scoring: z.object({ whole_submissions: z.array(Whole) }) });
  const cases = hasFixtures ? json(Cases, 'higgsml', 'cases.json').fair_scoring.whole_submissions : [];

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

describeWithFixtures('an anomaly detector', () => {
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
    [undefined, 'max_sic_fpr_gt_1e-3'],
  ] as const)('on the real CATHODE test set, with a floor of %s', async (floor, key) => {
    const { cases } = json(Cases, 'lhco', 'cases.json').roc_sic_real_lhco;
    const expected = SicCase.parse(cases.find(({ name }) => name.includes('supervised HGB')));
    const truth = [fixture('lhco', 'cathode_test_labels_u8.npy')];
    const predictions = fixture('lhco', 'cathode_test_scores_supervised_f64.npy');
    const found = await values({ kind: 'anomaly', truth, predictions, ...(floor === undefined ? {} : { floor }) });
    expect(Object.keys(found)).toEqual(['auc', 'max_sic']);
    expectClose(found['auc'], expected.auc);
    expectClose(found['max_sic'], expected[key].max_sic);
  });
});
