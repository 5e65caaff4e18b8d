import { describeAccess } from './access';
import type { StorageUnderTest } from './helpers';
import { describeObjects } from './objects';
import { describeUploads } from './uploads';

export type { StorageUnderTest } from './helpers';

/** The suite that every adapter of the storage port must pass. */
export function describeStorage(name: string, open: () => Promise<StorageUnderTest>): void {
  describe(`storage on ${name}`, () => {
    let store: StorageUnderTest;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    describeObjects(() => store);
    describeAccess(() => store);
    describeUploads(() => store);
  });
}
