import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ChallengeSummary } from '@unblind/contracts';
import { prepareSamples } from './samples';

const challenge = (slug: string, state: 'ready' | 'failed') =>
  ChallengeSummary.parse({
    slug,
    title: slug,
    tagline: '',
    kind: 'tagging',
    version: 1,
    phases: [],
    dataSet: { state, source: 'simulated', simulated: true, openTruth: false, progress: { done: 0, total: 0 } },
    participants: 0,
    submissions: 0,
  });

test('a challenge whose data cannot be made is named, and ends neither the start nor the challenges after it', async () => {
  const shown = JSON.stringify([challenge('a-broken-one', 'failed'), challenge('a-sound-one', 'ready')]);
  const server = createServer((_request, response) => response.setHeader('content-type', 'application/json').end(shown)).listen(0);
  const { port } = server.address() as AddressInfo;
  const printed: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  try {
    await prepareSamples({ root: '/no-such-folder', address: `http://127.0.0.1:${port}`, seedToken: 't' });
  } finally {
    write.mockRestore();
    server.close();
  }
  const lines = printed.join('').split('\n');
  expect(lines).toEqual(expect.arrayContaining([expect.stringContaining('✔ a-sound-one'), expect.stringContaining('✘ a-broken-one')]));
  expect(printed.join('')).toContain('unblind challenge conditions a-broken-one');
});
