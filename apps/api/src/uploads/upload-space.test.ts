import { createHash, randomBytes } from 'node:crypto';
import { UploadView } from '@unblind/contracts';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newOrganiser, newPerson, postSubmission, root, sendParts, sha256 } from '../../test/people';
import type { Person } from '../../test/people';
import { ArchivesRepository } from '../archives/archives.repository';
import { UploadsService } from './uploads.service';

const gibibyte = 1024 ** 3;
const mebibyte = 1024 ** 2;
let count = 0;

/** Announces a file of so many bytes that nobody has announced before. */
const announce = ({ agent }: Person, bytes: number) =>
  agent
    .post(`${root}/uploads`)
    .send({ filename: `${++count}.onnx`, bytes, sha256: createHash('sha256').update(String(count)).digest('hex') });

describe('with the usual limits', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({}, (toy) => (toy.submission.limits.bytes = '1GiB'));
  });
  afterAll(() => api.stop());

  test('of sixty announcements of 1 GiB at once, only as many are taken as one person may have', async () => {
    const person = await newPerson(api);
    const answers = await Promise.all(Array.from({ length: 60 }, () => announce(person, gibibyte)));
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused).toHaveLength(30);
    expect(refused[0]?.body).toMatchObject({
      status: 409,
      code: 'storage-used-up',
      detail: expect.stringMatching(/has 1 GiB\. Of your 30 GiB, submitted files take 0 B, and uploads that are not submitted 30 GiB\.$/),
    });
  });

  test('an organiser has no such limit', async () => {
    const organiser = await newOrganiser(api);
    for (let index = 0; index < 31; index++) expect((await announce(organiser, gibibyte)).status).toBe(201);
  });
});

describe('with 10 MiB for each person', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ STORAGE_PER_PERSON: '10MiB' });
  });
  afterAll(() => api.stop());

  test('an upload that is aborted, or that has expired, takes no space', async () => {
    const person = await newPerson(api);
    const { id } = UploadView.parse((await announce(person, 8 * mebibyte)).body);
    expect((await announce(person, 8 * mebibyte)).body).toMatchObject({ code: 'storage-used-up' });
    expect((await announce(person, 2 * mebibyte)).status).toBe(201);
    await person.agent.delete(`${root}/uploads/${id}`);
    const second = UploadView.parse((await announce(person, 8 * mebibyte)).body);
    expect((await announce(person, mebibyte)).body).toMatchObject({ code: 'storage-used-up' });
    await api.database.upload.update({ where: { id: second.id }, data: { expiresAt: new Date(Date.now() - 1000) } });
    expect((await announce(person, 8 * mebibyte)).status).toBe(201);
    // Removing what has expired releases it once, not twice.
    await api.app.get(UploadsService).expire(new Date());
    expect((await announce(person, mebibyte)).body).toMatchObject({ code: 'storage-used-up' });
  });

  test('resuming an upload, or sending a file again that is there, is not refused for want of space', async () => {
    const person = await newPerson(api);
    const bytes = randomBytes(9 * mebibyte);
    const body = { filename: 'model.onnx', bytes: bytes.length, sha256: sha256(bytes) };
    const upload = UploadView.parse((await person.agent.post(`${root}/uploads`).send(body)).body);
    expect((await person.agent.post(`${root}/uploads`).send(body)).body).toMatchObject({ id: upload.id });
    await sendParts(api, upload, bytes);
    await person.agent.post(`${root}/uploads/${upload.id}/complete`).send();
    expect((await person.agent.post(`${root}/uploads`).send(body)).body).toMatchObject({ id: upload.id, state: 'complete' });
  });

  test('submitted files count until their archive is removed, and are told apart in the message', async () => {
    const person = await newPerson(api);
    const bytes = randomBytes(6 * mebibyte);
    const body = { filename: 'model.onnx', bytes: bytes.length, sha256: sha256(bytes) };
    const upload = UploadView.parse((await person.agent.post(`${root}/uploads`).send(body)).body);
    await sendParts(api, upload, bytes);
    await person.agent.post(`${root}/uploads/${upload.id}/complete`).send();
    expect((await postSubmission(person, upload.id)).status).toBe(201);
    await api.database.upload.update({ where: { id: upload.id }, data: { expiresAt: new Date(Date.now() - 1000) } });
    expect((await announce(person, 5 * mebibyte)).body).toMatchObject({
      code: 'storage-used-up',
      detail: expect.stringContaining('submitted files take 6 MiB, and uploads that are not submitted 0 B'),
    });
    const { key } = await api.database.upload.findUniqueOrThrow({ where: { id: upload.id } });
    const due = await api.database.artefact.findMany({ where: { key } });
    await api.app.get(ArchivesRepository).markRemoved(
      key,
      due.map(({ id }) => id),
      new Date(),
    );
    expect((await announce(person, 5 * mebibyte)).status).toBe(201);
  });
});

test('a store with less free than its reserve takes no announcements, of an organiser neither', async () => {
  const api = await startTestApi({ STORAGE_RESERVE: '1000000GiB' });
  try {
    for (const somebody of [await newPerson(api), await newOrganiser(api)])
      expect((await announce(somebody, 1)).body).toMatchObject({ status: 507, code: 'storage-full' });
    expect(await api.database.upload.count()).toBe(0);
  } finally {
    await api.stop();
  }
});
