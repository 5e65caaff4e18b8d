import type { EvaluationView } from '@unblind/contracts';
import { metricsInWords } from './evaluation';

const metric = (
  name: string,
  variation: string,
  more: Partial<EvaluationView['metrics'][number]> = {},
): EvaluationView['metrics'][number] => ({
  name,
  variation,
  value: 0.9,
  low: 0.89,
  high: 0.91,
  method: 'poisson-bootstrap',
  part: 'whole',
  ...more,
});

test('the numbers of a result name their shifts, the nominal ones first, and each note stands below them once', () => {
  const note = 'Too few events.';
  const unscored = { value: null, low: null, high: null, note };
  const [table = '', ...notes] = metricsInWords([
    metric('auc', 'jes-up'),
    metric('rejection@0.3', 'jes-up', unscored),
    metric('auc', 'nominal'),
    metric('rejection@0.3', 'nominal', unscored),
  ]);
  const rows = table.split('\n').slice(2);
  expect(rows.map((row) => row.split(/ {2,}/).slice(0, 2))).toEqual([
    ['auc', 'nominal'],
    ['rejection@0.3', 'nominal'],
    ['auc', 'jes-up'],
    ['rejection@0.3', 'jes-up'],
  ]);
  expect(table).not.toContain(note);
  expect(notes).toEqual([`rejection@0.3: ${note}`]);
  expect(metricsInWords([])).toEqual([]);
});
