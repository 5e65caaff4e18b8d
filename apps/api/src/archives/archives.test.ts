import { randomBytes } from 'node:crypto';
import { BoardView, StorageSpace, SubmissionView } from '@unblind/contracts';
import { describeWhere } from '@unblind/testing';
import { cephMissing, startCeph } from '../../../../infra/embedded/src/test-servers';
import type { RunningCeph } from '../../../../infra/embedded/src/test-servers';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newOrganiser, newPerson, postSubmission, root, uploadFile } from '../../test/people';
import type { Person, SubmissionWish } from '../../test/people';
import { fail, rejectWhileRunning, score } from '../../test/runs';
import { ArchivesService } from './archives.service';

const missing = cephMissing();
const day = 24 * 3600 * 1000;
const bytes = 1000;

describeWhere(!missing, String(missing), 'archives of images on S3', () => {
  let ceph: RunningCeph;
  let api: TestApi;
  let ada: Person;
  let organiser: Person;

  beforeAll(async () => {
    ceph = await startCeph();
    const keys = { S3_ENDPOINT: ceph.endpoint, S3_ACCESS_KEY: ceph.accessKey, S3_SECRET_KEY: ceph.secretKey };
    api = await startTestApi({ ...keys, ARCHIVE_DAYS: '7' }, ({ data, submission, phases }) => {
      Object.assign(data.sources.simulated.sizes, { sample: 5 });
      submission.kinds.push('container');
      for (const phase of phases) delete phase.perDay;
    });
    await api.storage.prepare();
    ada = await newPerson(api);
    organiser = await newOrganiser(api);
  });
  afterAll(async () => {
    await api.stop();
    await ceph.stop();
  });

  const service = () => api.app.get(ArchivesService);
  const afterDays = (days: number): Date => new Date(Date.now() + days * day);

  async function submit(person: Person, method: string, wish: SubmissionWish = {}, content = randomBytes(bytes)) {
    const upload = await uploadFile(api, person, content, `${method}.tar`);
    const answer = await postSubmission(person, upload.id, { kind: 'container', method, ...wish });
    expect(answer.body).toMatchObject({ method });
    const { id, evaluation } = SubmissionView.parse(answer.body);
    return { id, evaluation: evaluation.id, content };
  }
  async function scored(person: Person, method: string, auc: number, wish: SubmissionWish = {}) {
    const submission = await submit(person, method, wish);
    await score(api.database, submission.evaluation, { auc, ece: 1 - auc });
    return submission;
  }
  const view = async ({ id }: { id: string }, person = ada) =>
    SubmissionView.parse((await person.agent.get(`${root}/submissions/${id}`)).body);
  async function isStored({ id }: { id: string }): Promise<boolean> {
    const { key } = await api.database.artefact.findFirstOrThrow({ where: { submissionId: id } });
    return (await api.storage.area('submissions').stat(key)) !== null;
  }
  const space = async () => StorageSpace.parse((await organiser.agent.get(`${root}/storage-space`)).body);

  test('are removed some days after the end if superseded or without a result; the best on a board stay', async () => {
    const first = await scored(ada, 'First', 0.7);
    const best = await scored(ada, 'Best', 0.9);
    const worse = await scored(ada, 'Worse', 0.8);
    const rejected = await submit(ada, 'Rejected');
    await rejectWhileRunning(api.database, rejected.evaluation);
    const failed = await submit(ada, 'Failed');
    await fail(api.database, failed.evaluation);
    const waiting = await submit(ada, 'Waiting');
    const cut = await scored(organiser, 'Cut', 0.5, { baseline: true });
    const all = [first, best, worse, rejected, failed, waiting, cut];

    expect(await service().remove(afterDays(6))).toBe(0);
    expect(await service().remove(afterDays(8))).toBe(4);
    expect(await Promise.all(all.map(isStored))).toEqual([false, true, false, false, false, true, true]);
    expect(await service().remove(afterDays(8))).toBe(0);

    // The record stays, and says when the file was removed.
    expect(await view(first)).toMatchObject({
      files: [{ filename: 'First.tar', bytes, removedAt: expect.stringMatching(/^20/) }],
      evaluation: { state: 'scored' },
      score: { name: 'auc', value: 0.7 },
    });
    expect((await view(best)).files).toMatchObject([{ removedAt: null }]);
    const rows = BoardView.parse((await ada.agent.get(`${root}/challenges/toy-tagging/boards/accuracy?show=all`)).body).rows;
    expect(rows.map(({ method }) => method)).toEqual(['Best', 'Worse', 'First', 'Cut']);
    const retried = await organiser.agent.post(`${root}/evaluations/${failed.evaluation}/retry`).send();
    expect(retried.body).toMatchObject({ code: 'not-retryable', detail: 'The file Failed.tar is no longer kept; submit it again.' });

    // After a failure the same file may be submitted again, with a new upload.
    expect(await isStored(await submit(ada, 'Failed again', {}, failed.content))).toBe(true);
  });

  test('stay while another submission of the same file needs them, and all while its phase is blinded', async () => {
    const bob = await newPerson(api);
    const content = randomBytes(bytes);
    const early = await submit(bob, 'Early', {}, content);
    await rejectWhileRunning(api.database, early.evaluation);
    const final = await submit(bob, 'Final', { phase: 'final' }, content);
    await service().remove(afterDays(8));
    expect([(await view(early, bob)).files[0]?.removedAt, await isStored(final)]).toEqual([null, true]);
    await rejectWhileRunning(api.database, final.evaluation);
    // Which archives are kept would tell which entries are best.
    expect(await service().remove(afterDays(8))).toBe(0);
    await api.database.phase.updateMany({ where: { slug: 'final' }, data: { unblindedAt: new Date() } });
    expect(await service().remove(afterDays(8))).toBe(1);
    expect(await Promise.all([isStored(early), isStored(final)])).toEqual([false, false]);
  });

  test('that a killed process marked but did not delete are deleted in the next round', async () => {
    const rejected = await submit(await newPerson(api), 'Cut short');
    await rejectWhileRunning(api.database, rejected.evaluation);
    const now = afterDays(8);
    await api.database.artefact.updateMany({ where: { submissionId: rejected.id }, data: { removedAt: now } });
    expect(await isStored(rejected)).toBe(true);
    await service().remove(now);
    expect(await isStored(rejected)).toBe(false);
  });

  test('and their space, with what is due to be removed, are shown to organisers only', async () => {
    const before = (await space()).submissions.find(({ kind }) => kind === 'container');
    const old = await submit(await newPerson(api), 'Old');
    await rejectWhileRunning(api.database, old.evaluation);
    await api.database.evaluation.update({ where: { id: old.evaluation }, data: { finishedAt: afterDays(-8) } });
    const images = { folder: '/somewhere', images: 2, bytes: 5000, limitBytes: 10_000, freeBytes: 70_000 };
    await api.database.runner.create({ data: { name: 'one', description: { images }, seenAt: new Date() } });
    await api.database.runner.create({ data: { name: 'killed long ago', description: { images }, seenAt: afterDays(-1) } });
    expect(await space()).toMatchObject({
      archiveDays: 7,
      submissions: [
        {
          challenge: 'toy-tagging',
          kind: 'container',
          stored: { files: (before?.stored.files ?? 0) + 1, bytes: (before?.stored.bytes ?? 0) + bytes },
          due: { files: 1, bytes },
          removed: { files: 6, bytes: 6 * bytes },
        },
      ],
      runners: [{ name: 'one', images: 2, bytes: 5000, limitBytes: 10_000, freeBytes: 70_000 }],
    });
    expect((await ada.agent.get(`${root}/storage-space`)).status).toBe(403);
  });
});
