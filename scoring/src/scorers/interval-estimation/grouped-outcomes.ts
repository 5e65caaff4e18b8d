import { type IntervalOutcome, type IntervalSummary, summarise } from '../../metrics/interval-estimation/interval-summary';

export interface OutcomeGroup extends IntervalSummary {
  /** Mean of the values in the group. */
  centre: number;
}

/** Outcomes in groups of (nearly) equally many, by a value of each: smallest first. */
export function groupedBy(values: Float64Array, outcomes: readonly IntervalOutcome[], groups: number): OutcomeGroup[] {
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  const count = Math.min(groups, order.length);
  return Array.from({ length: count }, (_, group) => {
    const part = order.slice(Math.floor((group * order.length) / count), Math.floor(((group + 1) * order.length) / count));
    const centre = part.reduce((sum, at) => sum + values[at]!, 0) / part.length;
    return { centre, ...summarise(part.map((at) => outcomes[at]!)) };
  });
}
