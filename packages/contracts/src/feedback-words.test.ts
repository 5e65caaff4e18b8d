import { feedbackInWords } from './feedback-words';

test('the rule of a board says by how much a value must be better and how it is rounded, in units that a reader can use', () => {
  expect(feedbackInWords({ ladder: 'linear', step: 0.001, grid: 0.0005 })).toBe(
    "An entrant's next value appears when it is better than their best one here by 0.001. Values are rounded to multiples of 0.0005. A phase shows at most 20 values of an entrant.",
  );
  expect(feedbackInWords({ ladder: 'logarithmic', step: 0.2, grid: 0.1 })).toContain(
    'by a factor of 1.22. Values are rounded to steps of a factor of 1.11 (0.1 in the logarithm).',
  );
});
