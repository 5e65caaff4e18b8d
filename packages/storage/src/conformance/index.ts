import { describeAccess } from './access';
import type { StorageUnderTest } from './helpers';
import { describeObjects } from './objects';
import { describeUploads } from './uploads';

export type { StorageUnderTest } from './helpers';

/** What every adapter of the storage port does, word for word the same. */
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
