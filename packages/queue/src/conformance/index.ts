import type { QueueUnderTest } from './bench';
import { describeJobs } from './jobs';
import { describeRecovery } from './recovery';

export type { QueueUnderTest } from './bench';

/** The suite that the queue must pass on every server. */
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
