import { flagOf } from '@unblind/contracts';
import { scoreTagging } from './tagging/tagging';

const events = 400;
const labels = Uint8Array.from({ length: events }, (_, i) => i % 2);
const context = { metrics: ['auc', 'accuracy'], replicates: 100, seed: 'reversed' };
/** Signal and background overlap; `sign` turns them about. */
const scores = (sign: number) => Float64Array.from(labels, (label, i) => 0.5 + sign * ((label - 0.5) * 0.2 + Math.sin(i) * 0.3));
const flags = (sign: number) => scoreTagging({ labels }, scores(sign), context).metrics.map(flagOf);

test('an area that lies three sigma below one half asks whether the columns are swapped, and no other metric does', () => {
  expect(flags(-1)).toEqual([expect.stringContaining('Are the columns swapped'), null]);
  expect(flags(1)).toEqual([null, null]);
});

test('chance is no reason to ask', () => {
  const noise = Float64Array.from(labels, (_, i) => 0.5 + Math.sin(i * i) / 3);
  expect(scoreTagging({ labels }, noise, context).metrics.map(flagOf)).toEqual([null, null]);
});
