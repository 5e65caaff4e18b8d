import { parseNpy } from '@unblind/npy';
import { describeWithFixtures, fixturePath, readVector } from '@unblind/testing';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { applySystematics } from './apply-systematics';
import { features, primaryFeatures } from './columns';
import { drawNuisances, drawSignalStrength, type Nuisances } from './nuisances';
import { NumpyStream } from '@unblind/random';
import { prepareEvents, type PreparedEvents } from './prepare-events';
import {
  drawCounts,
  drawEvents,
  drawSoftMetNormals,
  experimentOrder,
  higgsProcesses,
  type HiggsProcess,
  type ProcessWeights,
} from './pseudo-experiment';

const vector = (path: string) => readVector('packages/simulation', path);

interface Run {
  params: { tes?: number; jes?: number; soft_met?: number };
  dopostprocess: boolean;
  max_abs_PRI_diff_f32_vs_f64: number;
  max_rel_DER_diff: number;
  result_float32: Result;
  result_float64: Result;
}
interface Result {
  surviving: number[];
  PRI: number[][];
  DER: number[][];
}
interface Draws {
  seed: number;
  tes: number;
  jes: number;
  soft_met: number;
  ttbar_scale: number;
  diboson_scale: number;
  bkg_scale: number;
}
interface Call extends Draws {
  set_mu: number;
  counts: Record<HiggsProcess, { total: number; first10: number[] }>;
  n_events: number;
  mean_had_pt: number;
  mean_met: number;
  mean_mvis: number;
  mean_njets: number;
}
type TestSet = Record<HiggsProcess, { n: number; sum_weights: number; first10_weights: number[] }>;
interface Cases {
  fair_systematics: {
    columns_PRI: string[];
    columns_DER: string[];
    events: { source_row: number; PRI: number[]; DER_in_file: number[] }[];
    soft_met_draws: { seed: number; z_px: number[]; z_py: number[] };
    runs: Run[];
  };
  fair_ingestion: {
    nuisance_draws: Draws[];
    ground_truth_mus: { random_seed: number; num_of_sets: number; mus: number[] }[];
    shuffle_order: { seed: number; num_of_sets: number; num_pseudo_experiments: number; order: [number, number][] };
    test_set: TestSet;
    ingestion_run: { test_settings: { num_of_sets: number; num_pseudo_experiments: number }; initial_seed: number; calls: Call[] };
  };
}

/** One unit in the last place of a float32. */
const float32Step = 2 ** -23;
const subleadingPt = primaryFeatures.indexOf('PRI_jet_subleading_pt');
const jetCount = primaryFeatures.indexOf('PRI_n_jets');

function relativeDifference(actual: number, expected: number): number {
  return actual === expected ? 0 : Math.abs(actual - expected) / Math.abs(expected);
}

function nuisancesOf(draws: Draws): Nuisances {
  const { tes, jes, soft_met: softMet, ttbar_scale: ttbarScale, diboson_scale: dibosonScale, bkg_scale: backgroundScale } = draws;
  return { tes, jes, softMet, ttbarScale, dibosonScale, backgroundScale };
}

describe('the FAIR Universe reference', () => {
  const cases = JSON.parse(vector('fair-universe.json').toString('utf8')) as Cases;
  const { fair_systematics: systematics, fair_ingestion: ingestion } = cases;
  const counted: Record<string, number> = {};
  const seen = (group: string, vectors: number) => (counted[group] = (counted[group] ?? 0) + vectors);

  const events = prepareEvents(Float32Array.from(systematics.events.flatMap(({ PRI }) => PRI)));
  const normals = { x: Float64Array.from(systematics.soft_met_draws.z_px), y: Float64Array.from(systematics.soft_met_draws.z_py) };
  const shifted = ({ params, dopostprocess }: Run) =>
    applySystematics({
      table: events,
      shift: { tes: params.tes ?? 1, jes: params.jes ?? 1, softMet: params.soft_met ?? 0 },
      softMetNormals: normals,
      cuts: dopostprocess,
    });

  it('has the same features in the same order', () => {
    expect([...systematics.columns_PRI, ...systematics.columns_DER]).toEqual(features);
    seen('columns_PRI', 16);
    seen('columns_DER', 12);
  });

  it('draws the same soft momenta', () => {
    const { seed, z_px: x, z_py: y } = systematics.soft_met_draws;
    // Math.log and the C library's may differ in the last place.
    const drawn = drawSoftMetNormals(x.length, seed);
    x.forEach((value, i) => expect(relativeDifference(drawn.x[i]!, value)).toBeLessThan(1e-15));
    y.forEach((value, i) => expect(relativeDifference(drawn.y[i]!, value)).toBeLessThan(1e-15));
    seen('soft_met_draws', x.length + y.length);
  });

  it.each(systematics.runs.map((run) => [`${JSON.stringify(run.params)}, ${run.dopostprocess ? 'with' : 'without'} cuts`, run] as const))(
    'shifts events by %s',
    (_name, run) => {
      const { rows, surviving } = shifted(run);
      const { result_float64: expected, result_float32: inFloat32 } = run;
      expect(Array.from(surviving)).toEqual(expected.surviving);
      expect(Array.from(surviving)).toEqual(inFloat32.surviving);
      expected.surviving.forEach((_source, i) => {
        const [primary, derived] = [expected.PRI[i] ?? [], expected.DER[i] ?? []];
        // The difference: the reference keeps n_jets >= 2 after the second jet is removed; see writeJets.
        if ((primary[jetCount] ?? 0) >= 2 && primary[subleadingPt] === -25) return expect(rows[i * 28 + jetCount]).toBe(1);
        const actual = Array.from(rows.subarray(i * 28, i * 28 + 28));
        [...primary, ...derived].forEach((value, feature) => {
          expect(relativeDifference(actual[feature]!, value)).toBeLessThanOrEqual(float32Step);
        });
        // In float32 the reference differs from itself in float64 by what the case says, for derived features in units of 1 + |value|.
        const tolerance = (feature: number, value: number) =>
          feature < 16 ? run.max_abs_PRI_diff_f32_vs_f64 : run.max_rel_DER_diff * (1 + Math.abs(value));
        [...(inFloat32.PRI[i] ?? []), ...(inFloat32.DER[i] ?? [])].forEach((value, feature) => {
          const allowed = 1.001 * tolerance(feature, value) + float32Step * Math.abs(value);
          expect(Math.abs(actual[feature]! - value)).toBeLessThanOrEqual(allowed);
        });
      });
      seen('runs', 1);
      seen('events', expected.surviving.length);
    },
  );

  it('derives the features that are in the data file', () => {
    const { rows } = applySystematics({ table: events, shift: { tes: 1, jes: 1, softMet: 0 }, cuts: false });
    systematics.events.forEach(({ DER_in_file: inFile }, i) =>
      inFile.forEach((value, feature) => {
        // The file was made in float32, with the differences that the reference has from itself in float64.
        expect(Math.abs(rows[i * 28 + 16 + feature]! - value)).toBeLessThanOrEqual(1e-4 * (1 + Math.abs(value)));
      }),
    );
  });

  it('draws the same nuisance parameters from a seed', () => {
    for (const draws of ingestion.nuisance_draws) {
      const expected = nuisancesOf(draws);
      const drawn = drawNuisances(new NumpyStream(draws.seed));
      for (const [name, value] of Object.entries(drawn)) {
        expect(relativeDifference(value, expected[name as keyof Nuisances])).toBeLessThan(1e-15);
      }
    }
    seen('nuisance_draws', ingestion.nuisance_draws.length);
  });

  it('draws the same signal strengths and runs the experiments in the same order', () => {
    for (const { random_seed: seed, num_of_sets: sets, mus } of ingestion.ground_truth_mus) {
      const random = new NumpyStream(seed);
      expect(Array.from({ length: sets }, () => drawSignalStrength(random))).toEqual(mus);
    }
    const { seed, num_of_sets: sets, num_pseudo_experiments: perSet, order } = ingestion.shuffle_order;
    expect(experimentOrder(seed, sets, perSet).map(({ set, experiment }) => [set, experiment])).toEqual(order);
    seen('ground_truth_mus', ingestion.ground_truth_mus.length);
    seen('shuffle_order', order.length);
  });

  const { test_settings: settings, initial_seed: initialSeed, calls } = ingestion.ingestion_run;

  it('runs the pseudo-experiments in the same order', () => {
    const order = experimentOrder(initialSeed, settings.num_of_sets, settings.num_pseudo_experiments);
    expect(calls.map(({ seed }) => seed)).toEqual(order.map(({ seed }) => seed));
  });

  const parquet = 'higgsml/real/FAIR_Universe_HiggsML_data.parquet';
  describeWithFixtures([parquet], 'on real events', () =>
    repeatsExperiments(() => realEvents(fixturePath(parquet)), ingestion.test_set, calls),
  );

  it('was compared in every group', () => {
    const groups = [...Object.keys(systematics).filter((group) => group !== 'note'), ...Object.keys(ingestion)];
    // On real events where they are there; on simulated ones below, by the same comparison.
    const onEvents = ['test_set', 'ingestion_run'];
    expect([...Object.keys(counted), ...onEvents].sort()).toEqual(groups.sort());
    process.stdout.write(`Reference vectors compared: ${JSON.stringify(counted)}\n`);
  });
});

describe("numpy and pandas in FAIR Universe's steps, on simulated events", () => {
  const { test_set: testSet, calls } = JSON.parse(vector('simulated/expected.json').toString('utf8')) as {
    test_set: TestSet;
    calls: Call[];
  };
  repeatsExperiments(simulatedEvents, testSet, calls);

  it('derives the same features', () => {
    const { features: expected } = simulatedTable();
    const primary = Float32Array.from({ length: (expected.length / features.length) * primaryFeatures.length }, (_, i) => {
      const row = Math.floor(i / primaryFeatures.length);
      return expected[row * features.length + (i % primaryFeatures.length)]!;
    });
    const { rows } = applySystematics({ table: prepareEvents(primary), shift: { tes: 1, jes: 1, softMet: 0 }, cuts: false });
    expected.forEach((value, i) => expect(relativeDifference(rows[i]!, value)).toBeLessThanOrEqual(float32Step));
  });
});

interface TestEvents {
  table: PreparedEvents;
  weights: ProcessWeights;
}

/** Rows by process, their weights brought to the 1,051,433 events that the test set stands for. */
function testEvents(primary: (row: number) => number[], processes: HiggsProcess[], weights: number[]): TestEvents {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const rowsOf = (process: HiggsProcess) => [...processes.keys()].filter((row) => processes[row] === process);
  const scaled = (process: HiggsProcess) => Float32Array.from(rowsOf(process), (row) => (weights[row]! * 1051433) / total);
  return {
    table: prepareEvents(Float32Array.from(higgsProcesses.flatMap(rowsOf).flatMap(primary))),
    weights: { ztautau: scaled('ztautau'), diboson: scaled('diboson'), ttbar: scaled('ttbar'), htautau: scaled('htautau') },
  };
}

async function realEvents(path: string): Promise<TestEvents> {
  const file = await asyncBufferFromFile(path);
  const rows = (await parquetReadObjects({ file, rowEnd: 300 })) as Record<string, number | string>[];
  return testEvents(
    (row) => primaryFeatures.map((name) => Number(rows[row]?.[name])),
    rows.map((row) => row['detailed_labels'] as HiggsProcess),
    rows.map((row) => Number(row['weights'])),
  );
}

function simulatedTable() {
  const read = (name: string) => Array.from(parseNpy(vector(`simulated/${name}.npy`)).data, Number);
  return { features: read('events'), processes: read('processes').map((process) => higgsProcesses[process]!), weights: read('weights') };
}

function simulatedEvents(): Promise<TestEvents> {
  const { features: values, processes, weights } = simulatedTable();
  const primary = (row: number) => values.slice(row * features.length, row * features.length + primaryFeatures.length);
  return Promise.resolve(testEvents(primary, processes, weights));
}

function repeatsExperiments(load: () => Promise<TestEvents>, testSet: TestSet, calls: Call[]): void {
  let table: PreparedEvents;
  let weights: ProcessWeights;

  beforeAll(async () => {
    ({ table, weights } = await load());
  });

  it('has the same test set', () => {
    for (const process of higgsProcesses) {
      const { n, sum_weights: sum, first10_weights: first } = testSet[process];
      expect(weights[process]).toHaveLength(n);
      // float32 sums and products in another order.
      expect(
        relativeDifference(
          weights[process].reduce((a, b) => a + b, 0),
          sum,
        ),
      ).toBeLessThan(1e-6);
      first.forEach((weight, i) => expect(relativeDifference(weights[process][i]!, weight)).toBeLessThanOrEqual(float32Step));
    }
  });

  it.each(calls)('repeats the pseudo-experiment of seed $seed, a million events', (call) => {
    const nuisances = drawNuisances(new NumpyStream(call.seed));
    const counts = drawCounts(weights, call.set_mu, nuisances, call.seed);
    for (const process of higgsProcesses) {
      expect(counts[process].reduce((a, b) => a + b, 0)).toBe(call.counts[process].total);
      expect(Array.from(counts[process].slice(0, 10))).toEqual(call.counts[process].first10);
    }
    const draws = drawEvents(counts, call.seed);
    const { rows, surviving } = applySystematics({
      table,
      draws,
      shift: nuisances,
      softMetNormals: drawSoftMetNormals(draws.length),
    });
    expect(surviving).toHaveLength(call.n_events);
    const mean = (feature: (typeof features)[number]) => {
      let sum = 0;
      for (let at = features.indexOf(feature); at < rows.length; at += features.length) sum += rows[at]!;
      return sum / call.n_events;
    };
    // The reference takes the means in float32.
    expect(relativeDifference(mean('PRI_had_pt'), call.mean_had_pt)).toBeLessThan(1e-6);
    expect(relativeDifference(mean('PRI_met'), call.mean_met)).toBeLessThan(1e-6);
    expect(relativeDifference(mean('DER_mass_vis'), call.mean_mvis)).toBeLessThan(1e-6);
    // The difference: in 2 to 6 of 100,000 events the reference removes one jet too few; see writeJets.
    expect(call.mean_njets - mean('PRI_n_jets')).toBeGreaterThan(0);
    expect(call.mean_njets - mean('PRI_n_jets')).toBeLessThan(1e-4);
  });
}
