import type { Plot } from '@unblind/contracts';
import type { IntervalEstimates, IntervalTruth } from '../../metrics/interval-estimation/interval-submission';

/** Number of intervals shown; more could not be distinguished. */
const shown = 150;

/** Intervals relative to their true mu, sorted by mu_hat - mu. An unbiased method misses equally often on both sides. */
export function wormPlot({ mu }: IntervalTruth, { muHats, p16, p84 }: IntervalEstimates): Plot {
  const all = Array.from(mu, (value, i) => ({ off: muHats[i]! - value, low: p16[i]! - value, high: p84[i]! - value }));
  all.sort((a, b) => a.off - b.off);
  const step = Math.max(1, all.length / shown);
  const picked = Array.from({ length: Math.min(shown, all.length) }, (_, i) => {
    const rank = Math.floor((i + 0.5) * step);
    return { ...all[rank]!, rank: (rank + 0.5) / all.length };
  });
  const series = (label: string, covers: boolean) => {
    const of = picked.filter(({ low, high }) => (low <= 0 && high >= 0) === covers);
    return {
      label,
      x: of.map(({ rank }) => rank),
      y: of.map(({ off }) => off),
      low: of.map(({ low }) => low),
      high: of.map(({ high }) => high),
    };
  };
  return {
    id: 'worm',
    title: 'Intervals about the truth',
    kind: 'points',
    x: { label: 'experiments, sorted by mu_hat - mu', scale: 'linear' },
    y: { label: 'mu_hat - mu', scale: 'linear' },
    series: [series('covers', true), series('misses', false), { label: 'truth', x: [0, 1], y: [0, 0], as: 'line' as const }],
    ...(all.length > picked.length ? { note: `${picked.length} of ${all.length} experiments, evenly spaced in the order.` } : {}),
  };
}
