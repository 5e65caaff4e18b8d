import { describeWhere, hasBubblewrap } from '../test/fixtures';
import { selectProvider } from './select-provider';

describeWhere(hasBubblewrap, 'bubblewrap is not installed', 'choosing a provider', () => {
  it('takes the sandbox once it has shown that it holds', async () => {
    expect((await selectProvider({ unsafeLocal: false })).name).toBe('bubblewrap');
  });
});
