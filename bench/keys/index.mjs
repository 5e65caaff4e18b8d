// What rows cost that are made from a key instead of a seed: processor time per row, as a ratio of at most 1.1.
import random from '../../packages/random/dist/index.js';
import simulation from '../../packages/simulation/dist/index.js';

const { generateDijets, generateHiggsEvents, generateJets, generateTrackerEvent, nominalTracker } = simulation;
const seed = 20261129;
const key = random.streamKey(new Uint8Array(32).fill(29));
const resonance = { decay: 'pair', mass: 3500, heavy: 500, light: 100 };

/** Rows start..start+count-1 of each generator, as many as take a tenth of a second. */
const cases = [
  { name: 'jets', count: 200, rows: (from, start, count) => generateJets({ seed: from, start, count }) },
  {
    name: 'Higgs events',
    count: 8000,
    rows: (from, start, count) => generateHiggsEvents({ seed: from, process: 'htautau', start, count }),
  },
  {
    name: 'dijets',
    count: 100,
    rows: (from, start, count) => generateDijets({ seed: from, start, count, signalFraction: 0.1, resonances: [resonance] }),
  },
  {
    name: 'tracker events',
    count: 1,
    rows: (from, start, count) => {
      for (let i = 0; i < count; i++) generateTrackerEvent(from, start + i, nominalTracker);
    },
  },
];

/** Interleaved, and of other rows each time, since some rows take longer than others. The first are not measured: they compile the code. */
const pairs = 31;

export async function* run({ only }) {
  for (const { name, count, rows } of cases) {
    if (!name.includes(only)) continue;
    const measured = [];
    for (let pair = 0; pair <= pairs; pair++) {
      const of = (from) => timed(() => rows(from, pair * count, count)) / count;
      // Who comes first changes, so that neither always pays for the other's garbage.
      const [first, second] = pair % 2 === 0 ? [of(key), of(seed)] : [of(seed), of(key)];
      const [keyed, seeded] = pair % 2 === 0 ? [first, second] : [second, first];
      if (pair > 0) measured.push({ keyed, seeded });
    }
    yield {
      name: `${name}: processor time per row from a key, beside a seed`,
      ours_s: median(measured.map(({ keyed }) => keyed)),
      reference_s: median(measured.map(({ seeded }) => seeded)),
      ratio: median(measured.map(({ keyed, seeded }) => keyed / seeded)),
    };
  }
}

/** Seconds of processor time. */
function timed(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
