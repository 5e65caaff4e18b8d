import { CreatedToken } from '@unblind/contracts';
import request from 'supertest';
import { seedToken, startTestApi } from '../../test/api';
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

const newToken = async (wish: object): Promise<CreatedToken> =>
  CreatedToken.parse((await person.agent.post(`${root}/tokens`).send(wish)).body);
const get = (path: string, secret: string) => request(api.url).get(`${root}${path}`).set('Authorization', `Bearer ${secret}`);

test("a token's secret is shown once, stored as a hash, and identifies its owner", async () => {
  const token = await newToken({ name: 'laptop', scopes: ['read'] });
  expect(token.secret).toMatch(/^unb_[\w-]{43}$/);
  expect(token.secret.startsWith(token.prefix)).toBe(true);
  expect((await get('/accounts/me', token.secret)).body).toEqual(person.me);
  const row = await api.database.apiToken.findUniqueOrThrow({ where: { id: token.id } });
  expect(JSON.stringify(row)).not.toContain(token.secret);
  expect(row.lastUsedAt).not.toBeNull();
  const listed = await person.agent.get(`${root}/tokens`);
  expect(listed.body).toEqual([expect.objectContaining({ id: token.id, name: 'laptop', scopes: ['read'] })]);
  expect(JSON.stringify(listed.body)).not.toContain(token.secret);
});

test('a token can do what its scopes allow and nothing else', async () => {
  const reader = await newToken({ name: 'reader', scopes: ['read'] });
  const submitter = await newToken({ name: 'submitter', scopes: ['submit'] });
  const upload = (secret: string) => request(api.url).post(`${root}/uploads`).set('Authorization', `Bearer ${secret}`).send({});
  expect((await upload(reader.secret)).body).toMatchObject({
    status: 403,
    code: 'scope-missing',
    detail: expect.stringContaining("'submit'"),
  });
  expect((await upload(submitter.secret)).body).toMatchObject({ status: 400, code: 'invalid-request' });
  expect((await get('/submissions', submitter.secret)).body).toMatchObject({ code: 'scope-missing' });
  expect((await get('/submissions', reader.secret)).status).toBe(200);
});

test('a token cannot make tokens or change the password, whatever its scopes', async () => {
  const { secret } = await newToken({ name: 'everything', scopes: ['read', 'submit'] });
  const post = (path: string) => request(api.url).post(`${root}${path}`).set('Authorization', `Bearer ${secret}`).send({});
  expect((await post('/tokens')).body).toMatchObject({ status: 403, code: 'session-needed' });
  expect((await post('/accounts/password')).body).toMatchObject({ status: 403, code: 'session-needed' });
});

test('a revoked, an expired and an unknown token are refused, also on public pages', async () => {
  const revoked = await newToken({ name: 'revoked', scopes: ['read'] });
  expect((await person.agent.delete(`${root}/tokens/${revoked.id}`)).status).toBe(204);
  expect((await person.agent.delete(`${root}/tokens/${revoked.id}`)).body).toMatchObject({ status: 404 });
  const expired = await newToken({ name: 'expired', scopes: ['read'], expiresInDays: 1 });
  await api.database.apiToken.update({ where: { id: expired.id }, data: { expiresAt: new Date(Date.now() - 1000) } });
  for (const secret of [revoked.secret, expired.secret, 'unb_nobody', 'anything'])
    for (const path of ['/accounts/me', '/challenges'])
      expect((await get(path, secret)).body).toMatchObject({ status: 401, code: 'token-invalid' });
});

test('two tokens of one name are refused; the name of a revoked token is free again', async () => {
  const first = await newToken({ name: 'twice', scopes: ['read'] });
  expect((await person.agent.post(`${root}/tokens`).send({ name: 'twice', scopes: ['read'] })).body).toMatchObject({
    code: 'token-name-taken',
  });
  await person.agent.delete(`${root}/tokens/${first.id}`);
  expect((await newToken({ name: 'twice', scopes: ['submit'] })).scopes).toEqual(['submit']);
});

test("somebody else's token cannot be revoked", async () => {
  const { id } = await newToken({ name: 'mine', scopes: ['read'] });
  const other = await newPerson(api);
  expect((await other.agent.delete(`${root}/tokens/${id}`)).body).toMatchObject({ status: 404 });
});

test('the seed token belongs to the organiser that sends the baselines', async () => {
  expect((await get('/accounts/me', seedToken)).body).toMatchObject({ handle: 'unblind-baselines', role: 'organiser' });
});
