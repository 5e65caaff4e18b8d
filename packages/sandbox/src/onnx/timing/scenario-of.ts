import type { Role } from '../harness/timing/timing-job';
import type { Slice } from './timing-messages';
import type { BlockTiming, ScenarioTiming } from './timing-run';

/** The timing of one scenario at the best batch size of each model. Null if there are no slices, or they did not alternate. */
export function scenarioOf(slices: readonly Slice[], withReference: boolean): ScenarioTiming | null {
  const blocks = Math.max(-1, ...slices.map(({ block }) => block)) + 1;
  const of = (role: Role) => slices.filter((slice) => slice.role === role);
  const submission = bestBatch(of('submission'), blocks);
  const reference = withReference ? bestBatch(of('reference'), blocks) : null;
  if (submission === null || (withReference && reference === null)) return null;
  const chosen = {
    submission: of('submission').filter(({ batch }) => batch === submission),
    reference: of('reference').filter(({ batch }) => batch === reference),
  };
  const timed: BlockTiming[] = Array.from({ length: blocks }, (_, block) => {
    const inBlock = (role: Role) => chosen[role].filter((slice) => slice.block === block);
    const times = (role: Role) => Float64Array.from(inBlock(role), secondsPerSample);
    const wall = Float64Array.from(inBlock('submission'), ({ wallSeconds, calls, batch }) => wallSeconds / (calls * batch));
    return { submission: times('submission'), reference: times('reference'), wall };
  });
  if (timed.some((block) => block.submission.length === 0)) return null;
  if (withReference && timed.some((block) => block.reference.length !== block.submission.length + 1)) return null;
  return {
    blocks: timed,
    batch: submission,
    referenceBatch: reference,
    batches: sizesOf(of('submission')).map((batch) => ({
      batch,
      samplesPerSecond: 1 / median(of('submission').flatMap((slice) => (slice.batch === batch ? secondsPerSample(slice) : []))),
    })),
    latencies: Float64Array.from(chosen.submission.flatMap(({ latencies }) => latencies)),
  };
}

/**
 * The fastest of the batch sizes that were timed until the end, compared within each round. A slow moment of the machine affects all
 * batch sizes of a round, so it does not favour one of them.
 */
function bestBatch(slices: readonly Slice[], blocks: number): number | null {
  const toTheEnd = sizesOf(slices).filter((batch) => slices.some((slice) => slice.batch === batch && slice.block === blocks - 1));
  if (toTheEnd.length === 0) return null;
  const times = toTheEnd.map((batch) => slices.filter((slice) => slice.batch === batch).map(secondsPerSample));
  const rounds = Math.min(...times.map(({ length }) => length));
  const typical = Array.from({ length: rounds }, (_, round) => median(times.map((all) => all[round] ?? NaN)));
  const relative = times.map((all) => median(typical.map((time, round) => (all[round] ?? NaN) / time)));
  return toTheEnd[relative.indexOf(Math.min(...relative))] ?? null;
}

const sizesOf = (slices: readonly Slice[]): number[] => [...new Set(slices.map(({ batch }) => batch))];

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

function secondsPerSample({ seconds, calls, batch }: Slice): number {
  return seconds / (calls * batch);
}
