import { describeWhere, hasBubblewrap, hasRuntime, isRoot } from '../test/fixtures';
import { selectImageProvider, selectProvider } from './select-provider';

describeWhere(hasBubblewrap, 'bubblewrap is not installed', 'choosing a provider', () => {
  it('takes the sandbox once it has shown that it holds', async () => {
    expect((await selectProvider({ unsafeLocal: false })).name).toBe('bubblewrap');
  });

  describeWhere(hasRuntime && isRoot, 'needs runc and root', 'for container images', () => {
    it('takes the container runtime', async () => {
      expect((await selectImageProvider()).name).toBe('oci');
    });
  });
});
