import { Problem } from '@unblind/contracts';
import request from 'supertest';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newPerson, root } from '../../test/people';
import type { Person } from '../../test/people';

let api: TestApi;
let person: Person;
beforeAll(async () => {
  api = await startTestApi();
  person = await newPerson(api);
});
afterAll(() => api.stop());

/** Every problem has the same shape and content type, and the same status in the body as in the response. */
async function problem(test: request.Test): Promise<Problem> {
  const answer = await test;
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const body = Problem.parse(answer.body);
  expect(body.status).toBe(answer.status);
  expect(body.type).toBe(`urn:unblind:problem:${body.code}`);
  expect(body.fix.length).toBeGreaterThan(10);
  return body;
}
const signUp = () => request(api.url).post(`${root}/accounts/sign-up`);

test('an unknown route', async () => {
  expect(await problem(request(api.url).get(`${root}/nothing?secret=1`))).toMatchObject({
    status: 404,
    code: 'route-not-found',
    instance: `${root}/nothing`,
    detail: `There is no route GET ${root}/nothing.`,
  });
  expect(await problem(request(api.url).delete(`${root}/challenges`))).toMatchObject({ code: 'route-not-found' });
});

test('a body that is not JSON, one that is too large, and none', async () => {
  expect(await problem(signUp().type('json').send('{"handle": '))).toMatchObject({ status: 400, code: 'body-unreadable' });
  expect(await problem(signUp().send({ name: 'x'.repeat(2 * 1024 ** 2) }))).toMatchObject({ status: 413, code: 'body-too-large' });
  expect(await problem(signUp())).toMatchObject({ status: 400, code: 'invalid-request' });
});

test('fields that are missing, wrong or unknown are each named by their path', async () => {
  const { errors } = await problem(
    signUp().send({ handle: 'No Spaces', email: 'nobody', name: 'N', password: 'long enough for this', admin: true }),
  );
  expect(errors?.map(({ path }) => path).sort()).toEqual(['', 'email', 'handle']);
  expect(errors?.find(({ path }) => path === '')?.message).toContain('"admin"');
  const upload = await problem(person.agent.post(`${root}/uploads`).send({ filename: 'm.onnx', bytes: -1, sha256: 'abc' }));
  expect(upload.errors?.map(({ path }) => path)).toEqual(['bytes', 'sha256']);
});

test('a malformed id is not found', async () => {
  for (const path of ['submissions/latest', 'evaluations/1', 'submissions/00000000-0000-4000-8000-000000000000'])
    expect(await problem(request(api.url).get(`${root}/${path}`))).toMatchObject({ status: 404, code: 'not-found' });
});

test('an invalid cursor and an invalid limit', async () => {
  const { errors } = await problem(person.agent.get(`${root}/submissions?cursor=abc&limit=1000`));
  expect(errors?.map(({ path }) => path).sort()).toEqual(['cursor', 'limit']);
});

test('somebody who is not signed in is told so on every route that needs it', async () => {
  for (const path of ['submissions', 'tokens', 'accounts/me', 'challenges/toy-tagging/quota'])
    expect(await problem(request(api.url).get(`${root}/${path}`))).toMatchObject({ status: 401, code: 'not-signed-in' });
});

test('an internal error shows a reference and no details', async () => {
  await api.database.$executeRaw`ALTER TABLE runners RENAME TO runners_elsewhere`;
  const mistake = await problem(request(api.url).get(`${root}/status`));
  await api.database.$executeRaw`ALTER TABLE runners_elsewhere RENAME TO runners`;
  expect(mistake).toMatchObject({ status: 500, code: 'internal' });
  expect(mistake.detail).toMatch(/Reference: [0-9a-f-]{36}\.$/);
  expect(JSON.stringify(mistake)).not.toMatch(/runners|prisma/i);
});

test('the API describes itself at /openapi.json, with a page for people', async () => {
  expect((await request(api.url).get(`${root}/openapi.json`)).body).toMatchObject({ openapi: '3.1.0', info: { title: 'Unblind' } });
  expect((await request(api.url).get(`${root}/docs/`)).text).toContain('swagger-ui');
});
