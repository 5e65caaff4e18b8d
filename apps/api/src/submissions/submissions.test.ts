import { randomUUID } from 'node:crypto';
import { Quota, SubmissionView } from '@unblind/contracts';
import request from 'supertest';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newOrganiser, newPerson, postSubmission, root, submitNew, uploadFile } from '../../test/people';
import type { Person } from '../../test/people';
import { run, score } from '../../test/runs';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const quotaOf = async ({ agent }: Person): Promise<Quota | undefined> =>
  Quota.array()
    .parse((await agent.get(`${root}/challenges/toy-tagging/quota`)).body)
    .find(({ phase }) => phase === 'development');

test('a submission is received: its row, its evaluation, its first event and its file', async () => {
  const person = await newPerson(api);
  const upload = await uploadFile(api, person, undefined, 'tagger.onnx');
  const answer = await postSubmission(person, upload.id, { method: ' ParticleNet ', notes: 'first try' });
  expect(answer.status).toBe(201);
  expect(answer.body).toMatchObject({
    challenge: 'toy-tagging',
    phase: 'development',
    method: 'ParticleNet',
    notes: 'first try',
    baseline: false,
    participant: { handle: person.me.handle, name: person.me.name },
    files: [{ filename: 'tagger.onnx', bytes: 64, sha256: upload.sha256 }],
    evaluation: { number: 1, state: 'received', fault: null },
    score: null,
  });
  const { evaluation } = SubmissionView.parse(answer.body);
  const events = await api.database.evaluationEvent.findMany({ where: { evaluationId: evaluation.id } });
  expect(events).toEqual([expect.objectContaining({ state: 'received', message: 'Received.' })]);
});

test('a repeated request with the same key is the same submission; another body with that key is refused', async () => {
  const person = await newPerson(api);
  const [upload, key] = [await uploadFile(api, person), randomUUID()];
  const answers = await Promise.all(Array.from({ length: 4 }, () => postSubmission(person, upload.id, { key })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
  expect(new Set(answers.map(({ body }) => SubmissionView.parse(body).id)).size).toBe(1);
  const other = await postSubmission(person, upload.id, { key, method: 'Another method' });
  expect(other.body).toMatchObject({ status: 409, code: 'idempotency-key-reused' });
  expect(await quotaOf(person)).toMatchObject({ used: 1 });
});

test('a submission without a key is refused', async () => {
  const person = await newPerson(api);
  const { agent } = person;
  const body = { phase: 'development', kind: 'onnx', method: 'm', uploads: [(await uploadFile(api, person)).id] };
  const answer = await agent.post(`${root}/challenges/toy-tagging/submissions`).send(body);
  expect(answer.body).toMatchObject({ status: 400, code: 'idempotency-key-missing' });
});

test('a closed, a future and an unknown phase, and a kind that is not accepted, are refused', async () => {
  const person = await newPerson(api);
  const { id } = await uploadFile(api, person);
  expect((await postSubmission(person, id, { phase: 'practice' })).body).toMatchObject({
    status: 409,
    code: 'phase-closed',
    detail: 'Practice closed at 2021-01-01T00:00:00.000Z.',
  });
  expect((await postSubmission(person, id, { phase: 'later' })).body).toMatchObject({ status: 409, code: 'phase-not-open' });
  expect((await postSubmission(person, id, { phase: 'developmnt' })).body).toMatchObject({ status: 400, errors: [{ path: 'phase' }] });
  expect((await postSubmission(person, id, { kind: 'container' })).body).toMatchObject({
    status: 422,
    code: 'kind-not-accepted',
    detail: "Development of Toy tagging accepts onnx, predictions; this submission is of kind 'container'.",
  });
});

test("an upload that is not complete, and somebody else's, cannot be submitted", async () => {
  const [person, other] = [await newPerson(api), await newPerson(api)];
  const open = await person.agent.post(`${root}/uploads`).send({ filename: 'm.onnx', bytes: 10, sha256: '0'.repeat(64) });
  expect((await postSubmission(person, open.body.id)).body).toMatchObject({ status: 409, code: 'upload-not-complete' });
  const theirs = await uploadFile(api, other);
  expect((await postSubmission(person, theirs.id)).body).toMatchObject({ status: 400, errors: [{ path: 'uploads' }] });
});

test('the same file again in one phase is refused, naming the earlier submission; in another phase or after a cancel it is accepted', async () => {
  const person = await newPerson(api);
  const upload = await uploadFile(api, person);
  const first = SubmissionView.parse((await postSubmission(person, upload.id, { method: 'Early' })).body);
  const again = await postSubmission(person, upload.id);
  expect(again.body).toMatchObject({ status: 409, code: 'duplicate-submission', detail: expect.stringContaining(`'Early'`) });
  expect(again.body.related).toBe(`${root}/submissions/${first.id}`);
  expect((await postSubmission(person, upload.id, { phase: 'final' })).status).toBe(201);
  await person.agent.post(`${root}/submissions/${first.id}/cancel`);
  expect((await postSubmission(person, upload.id)).status).toBe(201);
});

test('the list of own submissions is newest first, page by page, and contains no others', async () => {
  const [person, other] = [await newPerson(api), await newPerson(api)];
  const made: string[] = [];
  for (let i = 0; i < 3; i++) made.unshift((await submitNew(api, person)).id);
  await submitNew(api, other);
  const first = await person.agent.get(`${root}/submissions?challenge=toy-tagging&limit=2`);
  const second = await person.agent.get(`${root}/submissions?challenge=toy-tagging&limit=2&cursor=${first.body.nextCursor}`);
  expect([...first.body.items, ...second.body.items].map(({ id }) => id)).toEqual(made);
  expect(second.body.nextCursor).toBeNull();
  expect((await person.agent.get(`${root}/submissions?challenge=another`)).body).toEqual({ items: [], nextCursor: null });
});

test('others see nothing of a submission until it is scored, and then its public part only', async () => {
  const [person, other] = [await newPerson(api), await newPerson(api)];
  const { id, evaluation } = await submitNew(api, person, { notes: 'my secret recipe' });
  const stranger = () => request(api.url).get(`${root}/submissions/${id}`);
  expect((await stranger()).status).toBe(404);
  expect((await other.agent.get(`${root}/submissions/${id}`)).status).toBe(404);
  await score(api.database, evaluation.id, { auc: 0.9 });
  expect((await stranger()).body).toMatchObject({
    method: 'A method',
    notes: '',
    files: [],
    score: { name: 'auc', value: 0.9, low: 0.89, high: 0.91 },
  });
  expect((await person.agent.get(`${root}/submissions/${id}`)).body).toMatchObject({ notes: 'my secret recipe', files: [{ bytes: 64 }] });
});

test('in a blinded phase nobody sees a score before the organiser unblinds, not even the participant', async () => {
  const [person, organiser] = [await newPerson(api), await newOrganiser(api)];
  const { id, evaluation } = await submitNew(api, person, { phase: 'final' });
  await score(api.database, evaluation.id, { auc: 0.8 });
  expect((await person.agent.get(`${root}/submissions/${id}`)).body).toMatchObject({ evaluation: { state: 'scored' }, score: null });
  expect((await request(api.url).get(`${root}/submissions/${id}`)).status).toBe(404);
  expect((await organiser.agent.get(`${root}/submissions/${id}`)).body).toMatchObject({ score: { value: 0.8 } });
  await api.database.phase.updateMany({ where: { slug: 'final' }, data: { unblindedAt: new Date() } });
  expect((await request(api.url).get(`${root}/submissions/${id}`)).body).toMatchObject({ score: { value: 0.8 } });
  await api.database.phase.updateMany({ where: { slug: 'final' }, data: { unblindedAt: null } });
});

test('a running evaluation is cancelled by its owner, once, and by nobody else', async () => {
  const [person, other] = [await newPerson(api), await newPerson(api)];
  const { id, evaluation } = await submitNew(api, person);
  await run(api.database, evaluation.id);
  const cancel = ({ agent }: Person) => agent.post(`${root}/submissions/${id}/cancel`);
  expect((await cancel(other)).body).toMatchObject({ status: 404 });
  expect((await cancel(person)).body).toMatchObject({ evaluation: { state: 'cancelled' } });
  expect((await cancel(person)).body).toMatchObject({ status: 409, code: 'not-cancellable' });
});
