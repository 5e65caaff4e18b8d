import type { QueueUnderTest } from './bench';
import { describeJobs } from './jobs';
import { describeRecovery } from './recovery';

export type { QueueUnderTest } from './bench';

/** What the queue does on every server, word for word the same. */
export function describeQueue(name: string, wipes: readonly string[], open: () => Promise<QueueUnderTest>): void {
  describe(`queue on ${name}`, () => {
    let queue: QueueUnderTest;
    beforeAll(async () => {
      queue = await open();
    });
    afterAll(() => queue.close());

    describe('jobs', () => describeJobs(() => queue));
    describe('recovery', () => describeRecovery(() => queue, wipes));
  });
}
