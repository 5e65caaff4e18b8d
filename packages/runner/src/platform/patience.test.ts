import { longestWaitSeconds } from '@unblind/contracts';
import { Patience } from './patience';

test('a runner without an end waits for work as long as the platform lets it', () => {
  const patience = new Patience();
  expect([patience.next(), patience.secondsLeft()]).toEqual([longestWaitSeconds, null]);
});

test('one that is to work once ends after one step, and one that was idle for too long ends too', () => {
  const once = new Patience({ once: true });
  expect(once.next()).toBe(longestWaitSeconds);
  once.onWorked();
  expect(once.next()).toBeNull();
  expect(new Patience({ maxIdleSeconds: 0 }).next()).toBeNull();
  expect(new Patience({ maxIdleSeconds: 10 }).next()).toBeLessThanOrEqual(10);
});

test('one whose time is over takes no more work', () => {
  expect(new Patience({ until: Date.now() - 1 }).next()).toBeNull();
  const patience = new Patience({ until: Date.now() + 20_000 });
  expect(patience.secondsLeft()).toBeGreaterThan(10);
  expect(patience.next()).toBeLessThanOrEqual(20);
});
