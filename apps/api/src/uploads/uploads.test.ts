import { randomBytes } from 'node:crypto';
import { UploadView } from '@unblind/contracts';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newPerson, postSubmission, putPart, root, sendParts, sha256, uploadFile } from '../../test/people';
import type { Person } from '../../test/people';
import { UploadsService } from './uploads.service';

const mebibyte = 1024 ** 2;

let api: TestApi;
let person: Person;
beforeAll(async () => {
  api = await startTestApi();
  person = await newPerson(api);
});
afterAll(() => api.stop());

const announce = (bytes: Buffer, by = person) =>
  by.agent.post(`${root}/uploads`).send({ filename: 'model.onnx', bytes: bytes.length, sha256: sha256(bytes) });
const opened = async (bytes: Buffer): Promise<UploadView> => UploadView.parse((await announce(bytes)).body);
const complete = (id: string) => person.agent.post(`${root}/uploads/${id}/complete`).send();

async function storedBytes(id: string): Promise<Buffer> {
  const { key } = await api.database.upload.findUniqueOrThrow({ where: { id } });
  const chunks: Buffer[] = [];
  for await (const chunk of await api.storage.area('submissions').get(key)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test('a file is uploaded in parts and arrives unchanged', async () => {
  const bytes = randomBytes(9 * mebibyte);
  const upload = await opened(bytes);
  expect(upload.parts.map((part) => [part.number, part.offset, part.bytes])).toEqual([
    [1, 0, 8 * mebibyte],
    [2, 8 * mebibyte, mebibyte],
  ]);
  await sendParts(api, upload, bytes);
  expect((await complete(upload.id)).body).toMatchObject({ state: 'complete', parts: [] });
  expect((await storedBytes(upload.id)).equals(bytes)).toBe(true);
});

test('an interrupted upload continues where it stopped', async () => {
  const bytes = randomBytes(17 * mebibyte);
  const upload = await opened(bytes);
  expect(await putPart(api, upload.parts[1]?.url ?? '', bytes.subarray(8 * mebibyte, 16 * mebibyte))).toBe(200);
  const cut = await complete(upload.id);
  expect(cut.body).toMatchObject({ status: 409, code: 'upload-incomplete', errors: [{ path: 'parts.1' }, { path: 'parts.3' }] });
  const again = await opened(bytes);
  expect(again.id).toBe(upload.id);
  expect(again.parts.map(({ received }) => received)).toEqual([false, true, false]);
  await sendParts(api, again, bytes);
  expect((await complete(upload.id)).status).toBe(200);
  expect((await storedBytes(upload.id)).equals(bytes)).toBe(true);
});

test('the same file twice is one upload, and completing it twice is allowed', async () => {
  const bytes = randomBytes(100);
  const upload = await uploadFile(api, person, bytes);
  expect(upload.state).toBe('complete');
  expect((await announce(bytes)).body).toMatchObject({ id: upload.id, state: 'complete' });
  expect((await complete(upload.id)).body).toMatchObject({ id: upload.id, state: 'complete' });
  expect(await api.database.upload.count({ where: { sha256: sha256(bytes) } })).toBe(1);
});

test('the same file announced many times at once is one upload', async () => {
  const bytes = randomBytes(100);
  const answers = await Promise.all(Array.from({ length: 5 }, () => announce(bytes)));
  expect(new Set(answers.map(({ body }) => UploadView.parse(body).id)).size).toBe(1);
});

test('the same file of two people is two uploads, and neither sees the other', async () => {
  const bytes = randomBytes(100);
  const mine = await uploadFile(api, person, bytes);
  const other = await newPerson(api);
  const theirs = UploadView.parse((await announce(bytes, other)).body);
  expect(theirs).toMatchObject({ state: 'open' });
  expect(theirs.id).not.toBe(mine.id);
  expect((await other.agent.get(`${root}/uploads/${mine.id}`)).body).toMatchObject({ status: 404, code: 'not-found' });
});

test('bytes that differ from those announced are refused and removed, and the upload can be started again', async () => {
  const bytes = randomBytes(100);
  const upload = await opened(bytes);
  await putPart(api, upload.parts[0]?.url ?? '', randomBytes(100));
  expect((await complete(upload.id)).body).toMatchObject({
    status: 422,
    code: 'upload-corrupted',
    detail: expect.stringContaining(sha256(bytes)),
  });
  expect((await complete(upload.id)).body).toMatchObject({ code: 'upload-aborted' });
  const again = await uploadFile(api, person, bytes);
  expect(again.id).not.toBe(upload.id);
  expect(again.state).toBe('complete');
});

test('an empty file and a file larger than any challenge takes are refused before a byte is sent', async () => {
  expect((await announce(Buffer.alloc(0))).body).toMatchObject({ status: 422, code: 'file-empty' });
  const large = await person.agent.post(`${root}/uploads`).send({ filename: 'big.onnx', bytes: 21 * mebibyte, sha256: '0'.repeat(64) });
  expect(large.body).toMatchObject({ status: 413, code: 'file-too-large', detail: expect.stringContaining('at most 20.0 MiB') });
});

test('a part of the wrong size, and a part for a link that was changed, are refused', async () => {
  const upload = await opened(randomBytes(100));
  const url = upload.parts[0]?.url ?? '';
  expect(await putPart(api, url, randomBytes(99))).toBe(400);
  expect(await putPart(api, url.replace('partNumber=1', 'partNumber=2'), randomBytes(100))).toBe(403);
});

test('an upload can be aborted by its owner, but not after it was submitted', async () => {
  const upload = await opened(randomBytes(100));
  expect((await person.agent.delete(`${root}/uploads/${upload.id}`)).status).toBe(204);
  expect((await person.agent.get(`${root}/uploads/${upload.id}`)).body).toMatchObject({ state: 'aborted' });
  const kept = await uploadFile(api, person);
  expect((await postSubmission(person, kept.id)).status).toBe(201);
  expect((await person.agent.delete(`${root}/uploads/${kept.id}`)).body).toMatchObject({ status: 409, code: 'upload-in-use' });
});

test('an upload abandoned for a day is removed, and a submitted one stays', async () => {
  const bytes = randomBytes(100);
  const left = await opened(randomBytes(100));
  const unused = await uploadFile(api, person, bytes);
  const submitted = await uploadFile(api, person);
  expect((await postSubmission(person, submitted.id)).status).toBe(201);
  await api.app.get(UploadsService).expire(new Date(Date.now() + 25 * 3600 * 1000));
  const states = await Promise.all(
    [left, unused, submitted].map(async ({ id }) => (await api.database.upload.findUniqueOrThrow({ where: { id } })).state),
  );
  expect(states).toEqual(['aborted', 'aborted', 'complete']);
  await expect(storedBytes(unused.id)).rejects.toThrow('no object');
  expect((await storedBytes(submitted.id)).length).toBe(64);
  // Sending the file again starts a new upload.
  expect((await announce(bytes)).body).toMatchObject({ state: 'open' });
});
