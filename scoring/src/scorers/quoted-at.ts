import type { PreparedMetric } from './prepared-metric';

const ownCut = 'The cut is chosen on the scored events, which biases the value upwards: no interval.';

/** A maximum as it is quoted: at the cut chosen on other events or, where there is none, at its own, without an interval. */
export function quotedAt<Weighted>(metric: PreparedMetric<Weighted>, cut: number | undefined): PreparedMetric<Weighted> {
  const { maximum, evaluate, note = '', whyUnscored = 'Undefined on these events.' } = metric;
  if (!maximum) return metric;
  const { best, at, replicateAt, withoutInterval, describe } = maximum;
  const none = { low: null, high: null, replicates: null };
  if (cut !== undefined) {
    return {
      ...metric,
      maximum: undefined,
      evaluate: (weighted) => at(weighted, cut),
      ...(replicateAt ? { replicate: replicateAt(cut) } : {}),
      withoutInterval: withoutInterval(cut),
      note: `${note} At ${describe(cut)}, chosen on other events.`,
    };
  }
  return {
    ...metric,
    finish: (nominal) => {
      const [value, own] = [evaluate(nominal), best(nominal)];
      if (!Number.isFinite(value)) return { value: null, ...none, note: `${note} ${whyUnscored}` };
      return { value, ...none, cut: own, note: `${note} At ${describe(own)}. ${ownCut}` };
    },
  };
}
