import { describeWhere } from '@unblind/testing';
import { hasBubblewrap, runtimesHere } from '../test/machine';
import { runtimeNames, runtimes } from './oci/runtimes';
import { selectImageProvider, selectProvider } from './select-provider';

describeWhere(hasBubblewrap, 'bubblewrap is not installed', 'choosing a provider', () => {
  it('takes the sandbox once it has shown that it holds', async () => {
    expect((await selectProvider({ unsafeLocal: false })).name).toBe('bubblewrap');
  });

  describeWhere(
    runtimesHere.some((name) => runtimes[name].chosenByDefault),
    'needs root, and crun or runc',
    'for container images',
    () => {
      it('takes the container runtime that is preferred of those that hold', async () => {
        expect(await selectImageProvider()).toMatchObject({ name: 'oci', runtime: runtimesHere[0] });
      });
    },
  );

  const missing = runtimeNames.find((name) => !runtimesHere.includes(name));
  describeWhere(missing !== undefined, 'every runtime is there', 'of a runtime that is asked for by name', () => {
    it('refuses where that one cannot be had, and takes no other', async () => {
      await expect(selectImageProvider(missing)).rejects.toMatchObject({
        detail: { code: 'sandbox-unavailable', message: expect.stringContaining(`no container can be run here: ${missing}`) },
      });
    });
  });
});
