import { withheldInWords } from './withheld';

test('what is withheld is said once for each reason, in words', () => {
  const blinded = ['metrics', 'updatedAt', 'finishedAt', 'queue'].map((field) => ({ field, reason: 'blinded' as const }));
  expect(withheldInWords([...blinded, { field: 'score', reason: 'ranking' }])).toEqual([
    expect.stringMatching(/^Not shown: metrics, its times, its place in the queue\. This phase is blinded/),
    expect.stringMatching(/^Not shown in full: score\. .*ranking part/),
  ]);
  expect(withheldInWords([])).toEqual([]);
});
