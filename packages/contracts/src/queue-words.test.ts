import { queueInWords } from './queue-words';

const needs = { remote: 'any' as const, labels: [], sandbox: null, gpu: false, alone: false };
const queue = { step: 'run' as const, needs, runners: 1, waitsFor: null, ahead: 0, seconds: null };

test('a queue says whose it is, how many are there, what is ahead and, where it was measured, how long that lasts', () => {
  expect(queueInWords(queue)).toEqual(['For runners. One is connected.', 'Next in its queue.']);
  const special = { remote: 'never' as const, labels: ['a', 'b'], sandbox: 'container' as const, gpu: true, alone: true };
  expect(queueInWords({ ...queue, needs: special, runners: 2, ahead: 1234, seconds: { low: 20, high: 90 } })).toEqual([
    'For runners of the platform with a sandbox for containers, a GPU, the labels a, b and a machine to themselves. 2 are connected.',
    '1,234 ahead in its queue, not counting blinded phases.',
    'Its turn comes in about 20 s to 1 min 30 s, judging by recent steps like it.',
  ]);
});

test('where nobody can take it, it says what is missing and names no time', () => {
  const trusted = { ...needs, remote: 'trusted' as const };
  expect(queueInWords({ ...queue, needs: trusted, runners: 0, waitsFor: 'No runner is connected.' })).toEqual([
    'For runners that are trusted with hidden inputs.',
    'No runner is connected.',
    'Next in its queue.',
  ]);
});
