import type { Call } from './query-source';
import type { TimedCalls, TimedModel } from './timed-model';
import type { Role, Scenario, TimingBudget, TimingMessage } from './timing-job';

/** Duration of one model's turn: far shorter than drifts of the machine's speed, far longer than a tick of the scheduler. */
const sliceSeconds = 0.04;
const mostCallsPerSlice = 1000;
/** Models are reloaded for each block: as often as is cheap compared with the measurement, but often enough to measure the spread. */
const fewestBlocks = 3;
const mostBlocks = 8;
const mostLoading = 0.25;
/** A batch size that is slower than the best one by more than this factor in a block is dropped. */
const dropFactor = 1.25;

/** One model with one batch size, and the source of its calls. */
export interface Candidate {
  role: Role;
  model: TimedModel;
  batch: number;
  nextCall: () => Call;
  record?: (place: number, value: number) => void;
}

interface RoundsOptions {
  scenario: Scenario;
  /** The submission and the reference at several batch sizes each; `reference` may be empty. */
  submission: Candidate[];
  reference: Candidate[];
  budget: TimingBudget;
  /** True if the cost of a call depends on its set, so that no call may be left out of the mean. */
  setsDiffer: boolean;
  say: (message: TimingMessage) => void;
}

/** Blocks of rounds: reference, submission, reference, submission, ..., reference, in slices of the same number of calls. */
export async function runRounds({ scenario, submission, reference, budget, setsDiffer, say }: RoundsOptions): Promise<void> {
  const models = [...new Set([...submission, ...reference].map(({ model }) => model))];
  const loading = models.reduce((sum, { loadSeconds }) => sum + loadSeconds, 0);
  const blocks = Math.max(fewestBlocks, Math.min(mostBlocks, Math.floor((mostLoading * budget.seconds) / loading)));
  let answered = 0;
  let remaining = { submission, reference };
  for (let block = 0; block < blocks; block++) {
    if (block > 0) for (const model of models) await model.reload();
    const perSlice = new Map<Candidate, number>();
    for (const each of [...remaining.submission, ...remaining.reference]) perSlice.set(each, await callsPerSlice(each));
    const spent = new Map<Candidate, number[]>();
    const runTurns = async (candidates: readonly Candidate[]): Promise<void> => {
      for (const each of candidates) {
        const calls = perSlice.get(each) ?? 1;
        const taken = await slice(each, calls);
        const seconds = nanoseconds(calls * (setsDiffer ? mean : interquartileMean)(taken.ownSeconds));
        const { role, batch } = each;
        const latencies = scenario === 'single-stream' && role === 'submission' ? taken.seconds.map(nanoseconds) : [];
        const wallSeconds = nanoseconds(calls * mean(taken.seconds));
        say({ event: 'slice', scenario, block, role, batch, calls, seconds, wallSeconds, latencies });
        if (role === 'submission') answered += calls;
        spent.set(each, [...(spent.get(each) ?? []), seconds / (calls * batch)]);
      }
    };
    const target = (budget.queries * (block + 1)) / blocks;
    await runTurns(remaining.reference);
    const started = performance.now();
    for (let elapsed = 0; elapsed < budget.seconds / blocks || (answered < target && elapsed < budget.atMostSeconds / blocks);) {
      await runTurns(remaining.submission);
      await runTurns(remaining.reference);
      elapsed = (performance.now() - started) / 1000;
    }
    remaining = { submission: withoutSlowBatches(remaining.submission, spent), reference: withoutSlowBatches(remaining.reference, spent) };
  }
}

export function slice({ model, nextCall, record }: Candidate, count: number): Promise<TimedCalls> {
  return model.time(Array.from({ length: count }, nextCall), record);
}

function withoutSlowBatches(candidates: readonly Candidate[], spent: ReadonlyMap<Candidate, number[]>): Candidate[] {
  const typical = (each: Candidate) => median(spent.get(each) ?? [0]);
  const best = Math.min(...candidates.map(typical));
  return candidates.filter((each) => typical(each) <= dropFactor * best);
}

/** Estimated from a few calls, which also warm up the model. */
async function callsPerSlice(candidate: Candidate): Promise<number> {
  const usual = median([...(await slice(candidate, 2)).seconds, ...(await slice(candidate, 3)).seconds]);
  return Math.min(mostCallsPerSlice, Math.max(1, Math.round(sliceSeconds / usual)));
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean of the middle half, because the slowest calls are those after another process has filled the caches. */
function interquartileMean(values: readonly number[]): number {
  const quarter = values.length >> 2;
  return mean([...values].sort((a, b) => a - b).slice(quarter, values.length - quarter));
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Rounded to nanoseconds: no clock here is more precise, and the message is shorter. */
const nanoseconds = (seconds: number): number => Math.round(seconds * 1e9) / 1e9;
