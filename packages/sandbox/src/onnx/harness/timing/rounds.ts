import type { Call } from './query-source';
import type { TimedCalls, TimedModel } from './timed-model';
import type { Role, Scenario, TimingBudget, TimingMessage } from './timing-job';

/** A turn of one model is this long: far shorter than what a machine's speed drifts in, far longer than a tick of its scheduler. */
const sliceSeconds = 0.04;
const mostCallsPerSlice = 1000;
/** In each block the models are loaded afresh: as often as that costs little beside the measurement, but often enough for a spread. */
const fewestBlocks = 3;
const mostBlocks = 8;
const mostLoading = 0.25;
/** A batch size that is this much slower than the best after the first block is not the best. */
const hopeless = 1.25;

/** One model with one batch size, and where its next calls come from. */
export interface Contestant {
  role: Role;
  model: TimedModel;
  batch: number;
  nextCall(): Call;
  record?(place: number, value: number): void;
}

interface Game {
  scenario: Scenario;
  /** Several batch sizes of each model; the reference's may be none. */
  submission: Contestant[];
  reference: Contestant[];
  budget: TimingBudget;
  /** A call's cost depends on which set it is for: no call may be left out. */
  setsDiffer: boolean;
  say(message: TimingMessage): void;
}

/** Blocks of rounds: reference, submission, reference, submission, ..., reference, in slices of the same number of calls. */
export async function playRounds({ scenario, submission, reference, budget, setsDiffer, say }: Game): Promise<void> {
  const models = [...new Set([...submission, ...reference].map(({ model }) => model))];
  const loading = models.reduce((sum, { loadSeconds }) => sum + loadSeconds, 0);
  const blocks = Math.max(fewestBlocks, Math.min(mostBlocks, Math.floor((mostLoading * budget.seconds) / loading)));
  let answered = 0;
  let remaining = { submission, reference };
  for (let block = 0; block < blocks; block++) {
    if (block > 0) for (const model of models) await model.reload();
    const perSlice = new Map<Contestant, number>();
    for (const each of [...remaining.submission, ...remaining.reference]) perSlice.set(each, await callsPerSlice(each));
    const spent = new Map<Contestant, number[]>();
    const play = async (team: readonly Contestant[]): Promise<void> => {
      for (const each of team) {
        const calls = perSlice.get(each) ?? 1;
        const taken = await slice(each, calls);
        const seconds = nanoseconds(calls * (setsDiffer ? mean : midmean)(taken.ownSeconds));
        const { role, batch } = each;
        const latencies = scenario === 'single-stream' && role === 'submission' ? taken.seconds.map(nanoseconds) : [];
        const wallSeconds = nanoseconds(calls * mean(taken.seconds));
        say({ event: 'slice', scenario, block, role, batch, calls, seconds, wallSeconds, latencies });
        if (role === 'submission') answered += calls;
        spent.set(each, [...(spent.get(each) ?? []), seconds / (calls * batch)]);
      }
    };
    const target = (budget.queries * (block + 1)) / blocks;
    await play(remaining.reference);
    const started = performance.now();
    for (let elapsed = 0; elapsed < budget.seconds / blocks || (answered < target && elapsed < budget.atMostSeconds / blocks);) {
      await play(remaining.submission);
      await play(remaining.reference);
      elapsed = (performance.now() - started) / 1000;
    }
    remaining = { submission: hopeful(remaining.submission, spent), reference: hopeful(remaining.reference, spent) };
  }
}

export function slice({ model, nextCall, record }: Contestant, count: number): Promise<TimedCalls> {
  return model.time(Array.from({ length: count }, nextCall), record);
}

function hopeful(team: readonly Contestant[], spent: ReadonlyMap<Contestant, number[]>): Contestant[] {
  const typical = (each: Contestant) => median(spent.get(each) ?? [0]);
  const best = Math.min(...team.map(typical));
  return team.filter((each) => typical(each) <= hopeless * best);
}

/** From a few calls that also warm up. */
async function callsPerSlice(contestant: Contestant): Promise<number> {
  const usual = median([...(await slice(contestant, 2)).seconds, ...(await slice(contestant, 3)).seconds]);
  return Math.min(mostCallsPerSlice, Math.max(1, Math.round(sliceSeconds / usual)));
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean of the middle half: what a call costs that comes after another process filled the caches says nothing of the model. */
function midmean(values: readonly number[]): number {
  const quarter = values.length >> 2;
  return mean([...values].sort((a, b) => a - b).slice(quarter, values.length - quarter));
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** No clock here knows more, and the line is shorter. */
const nanoseconds = (seconds: number): number => Math.round(seconds * 1e9) / 1e9;
