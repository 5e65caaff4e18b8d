import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newPerson, postSubmission, root, sha256, uploadFile } from '../../test/people';
import type { Person } from '../../test/people';

let api: TestApi;
let person: Person;
beforeAll(async () => {
  api = await startTestApi();
  person = await newPerson(api);
});
afterAll(() => api.stop());

const paths = [
  'challenges/%00',
  'challenges/toy-tagging/boards/a%00b',
  'challenges/toy-tagging/boards/accuracy?phase=a%00b',
  'challenges/toy-tagging/boards/accuracy?a%00b=1',
  'challenges/toy-tagging/landscape?x=a%00b',
  'submissions?cursor=%00',
  'submissions?challenge=%00',
  'submissions/%00',
  'evaluations/%00/differences?from=%00',
  'uploads/%00',
  'tokens/%00',
  'nothing/%00',
  'challenges/%ff',
  'submissions?challenge=%ff',
];
test.each(paths)('an address that holds what is no text gives 400 with a message: %s', async (path) => {
  const answer = await person.agent.get(`${root}/${path}`);
  expect(answer.body).toMatchObject({ status: 400, code: 'invalid-request', detail: expect.stringContaining('without NUL') });
});

const account = { handle: 'nul', email: 'nul@unblind.test', name: 'Nul', password: 'a long enough password' };
const bodies: [string, object, string][] = [
  ['accounts/sign-up', { ...account, name: 'N\0ul' }, 'name'],
  ['accounts/sign-up', { ...account, password: 'a long enough \0password' }, 'password'],
  ['accounts/sign-in', { login: 'nul\0', password: 'x' }, 'login'],
  ['accounts/sign-in', { login: 'nul', password: '\ud800' }, 'password'],
  ['accounts/sign-in', { login: 'nul', password: 'x', 'a\0': 1 }, '"a\\u0000"'],
  ['tokens', { name: 'a\0b', scopes: ['read'] }, 'name'],
  ['uploads', { filename: 'a\0b.onnx', bytes: 1, sha256: 'a'.repeat(64) }, 'filename'],
  ['challenges/toy-tagging/submissions', { phase: 'development', form: { deep: [{ value: 'a\0' }] } }, 'form.deep.0.value'],
];
test.each(bodies)('a body that cannot be stored gives 400 and names the field: %s %j', async (path, body, field) => {
  const answer = await person.agent.post(`${root}/${path}`).set('Idempotency-Key', randomUUID()).send(body);
  expect(answer.body).toMatchObject({ status: 400, code: 'invalid-request', errors: [{ path: field }] });
});

test('a text that talks about NUL is no NUL', async () => {
  const notes = 'The byte \\u0000 and the escape %00.';
  const { id } = await uploadFile(api, person);
  expect((await postSubmission(person, id, { notes })).body).toMatchObject({ notes });
});

test('names, filenames, methods and notes with characters that nobody sees are refused, and the message names them', async () => {
  const signUp = await request(api.url)
    .post(`${root}/accounts/sign-up`)
    .send({ ...account, name: 'Admin\u200bistrator' });
  expect(signUp.body).toMatchObject({ status: 400, errors: [{ path: 'name', message: expect.stringContaining('U+200B') }] });
  const token = await person.agent.post(`${root}/tokens`).send({ name: 'lap\u202etop', scopes: ['read'] });
  expect(token.body).toMatchObject({ status: 400, errors: [{ path: 'name', message: expect.stringContaining('U+202E') }] });
  const filename = 'model\u2066.onnx';
  const upload = await person.agent.post(`${root}/uploads`).send({ filename, bytes: 3, sha256: sha256(Buffer.from('abc')) });
  expect(upload.body).toMatchObject({ status: 400, errors: [{ path: 'filename', message: expect.stringContaining('U+2066') }] });
  const { id } = await uploadFile(api, person);
  const entry = await postSubmission(person, id, { method: 'A\u00adB', notes: 'C\u200dD' });
  expect(entry.body).toMatchObject({ status: 400, errors: [{ path: 'method' }, { path: 'notes' }] });
  const tidy = await postSubmission(person, id, { method: '  Cafe\u0301   net ', notes: ' two\r\nlines ' });
  expect(tidy.body).toMatchObject({ method: 'Caf\u00e9 net', notes: 'two\nlines' });
});

test.each(['Administrator', 'аdministrаtor', 'ADMIN', 'Adm1n', 'Unblind team', 'Unblínd'])('nobody is named %s', async (name) => {
  const answer = await request(api.url)
    .post(`${root}/accounts/sign-up`)
    .send({ ...account, name });
  expect(answer.body).toMatchObject({ status: 400, errors: [{ path: 'name', message: 'is reserved for the platform' }] });
});
