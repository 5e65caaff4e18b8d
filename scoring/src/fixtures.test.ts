import { describeWithFixtures } from '../test/fixtures';
import * as tagging from './metrics/tagging/tagging.cases';
import * as decorrelation from './metrics/tagging/decorrelation.cases';

describeWithFixtures('reference vectors', () => {
  for (const family of [...tagging.families, ...decorrelation.families]) {
    it(family.name, () => {
      expect(family.run()).toBeGreaterThan(0);
    });
  }
});
