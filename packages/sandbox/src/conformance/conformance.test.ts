import { describeWhere } from '@unblind/testing';
import { whatIsMissing } from '../../test/machine';
import { sandboxProviders } from '../providers';
import { conformanceChecks, runConformance } from './conformance';

for (const listed of sandboxProviders) {
  const missing = whatIsMissing(listed);
  describeWhere(missing === null, missing ?? '', `${listed.name} keeps its promises`, () => {
    const provider = listed.create();
    describe.each(Object.entries(conformanceChecks))('%s', (_part, checks) => {
      it.each(checks)('$name', async (check) => {
        expect(await runConformance(provider, [check])).toEqual([expect.objectContaining({ ok: true, detail: null })]);
      });
    });
  });
}
