import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchDataSet } from './fetch-data-set';
import { fetchSources } from './fetch-sources';

/** Answers as zenodo.org does; counts what was asked. */
describe('fetching what was published', () => {
  const content = Buffer.from('jets '.repeat(50_000));
  const md5 = createHash('md5').update(content).digest('hex');
  let server: Server;
  let zenodo = '';
  let folder = '';
  let sent = content;
  const asked: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const file = (key: string) => ({ key, size: content.length, checksum: `md5:${md5}`, links: { self: `${zenodo}/files/${key}` } });
      if (request.url === '/api/records/1') response.end(JSON.stringify({ files: [file('train.h5'), file('readme.md')] }));
      else if (request.url === '/files/train.h5') response.end(sent);
      else response.writeHead(404).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    zenodo = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((done) => server.close(done)));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fetch-'));
    sent = content;
    asked.length = 0;
  });
  afterEach(() => rm(folder, { recursive: true }));
  const origins = { zenodo: [{ record: 1, files: /^train\.h5$/ }] };

  it('takes the files that are wanted, whole, and a second time none', async () => {
    const seen: number[] = [];
    expect(await fetchSources({ origins, folder, zenodo, onProgress: (done) => seen.push(done) })).toEqual(['train.h5']);
    expect((await readFile(join(folder, 'train.h5'))).equals(content)).toBe(true);
    expect(seen.at(-1)).toBe(content.length);
    await fetchSources({ origins, folder, zenodo });
    expect(asked).toEqual(['/api/records/1', '/files/train.h5', '/api/records/1']);
  });

  it('fetches again what is there and not whole', async () => {
    await writeFile(join(folder, 'train.h5'), content.subarray(0, 1000));
    await fetchSources({ origins, folder, zenodo });
    expect((await readFile(join(folder, 'train.h5'))).length).toBe(content.length);
  });

  it('keeps nothing of a file that is not what the origin announces', async () => {
    sent = content.subarray(0, 7);
    await expect(fetchSources({ origins, folder, zenodo })).rejects.toMatchObject({
      detail: { code: 'data-missing', got: expect.stringContaining('7 bytes') as string },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['no network', () => fetchSources({ origins, folder, zenodo: 'http://127.0.0.1:1' }), 'cannot be fetched'],
    [
      'a record that is not there',
      () => fetchSources({ origins: { zenodo: [{ record: 2, files: /x/ }] }, folder, zenodo }),
      'the answer is 404',
    ],
    [
      'a record without the files',
      () => fetchSources({ origins: { zenodo: [{ record: 1, files: /^val/ }] }, folder, zenodo }),
      'does not list the files',
    ],
    ['files that need an account', () => fetchDataSet('trackml', { folder }), 'with an account only'],
  ])('says what to do with %s', async (_what, work, message) => {
    const error: unknown = await work().catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      detail: { message: expect.stringContaining(message) as string, fix: expect.stringContaining('--from') as string },
    });
  });
});
