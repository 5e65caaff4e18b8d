import { CreatedToken } from '@unblind/contracts';
import request from 'supertest';
import { adminPassword, startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newPerson, root } from '../../test/people';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

test('somebody signs up, is signed in at once, signs out, and signs in again by handle or by e-mail address', async () => {
  const { agent, me, password } = await newPerson(api, 'marie-curie');
  expect(me).toMatchObject({ handle: 'marie-curie', email: 'marie-curie@unblind.test', role: 'participant', mustChangePassword: false });
  expect((await agent.get(`${root}/accounts/me`)).body).toEqual(me);
  expect((await agent.post(`${root}/accounts/sign-out`)).status).toBe(204);
  expect((await agent.get(`${root}/accounts/me`)).body).toMatchObject({ status: 401, code: 'not-signed-in' });
  for (const login of ['marie-curie', 'Marie-Curie@Unblind.test']) {
    expect((await agent.post(`${root}/accounts/sign-in`).send({ login, password })).body).toEqual(me);
  }
});

test('scripts and other sites cannot read the cookie, and its secret is not in the database', async () => {
  const answer = await request(api.url)
    .post(`${root}/accounts/sign-up`)
    .send({ handle: 'cookie', email: 'cookie@unblind.test', name: 'C', password: 'a long enough password' });
  const [cookie = ''] = answer.get('Set-Cookie') ?? [];
  expect(cookie).toMatch(/^unblind_session=[\w-]{43}; Max-Age=2592000; Path=\/; .*HttpOnly; SameSite=Lax$/);
  const [, secret] = /^unblind_session=([^;]+)/.exec(cookie) ?? [];
  const hashes = await api.database.session.findMany({ select: { secretHash: true } });
  expect(hashes.length).toBeGreaterThan(0);
  expect(hashes.every(({ secretHash }) => secretHash !== secret)).toBe(true);
});

test('a wrong password and an unknown login get the same answer', async () => {
  await newPerson(api, 'known');
  const answers = await Promise.all(
    ['known', 'unknown'].map((login) => request(api.url).post(`${root}/accounts/sign-in`).send({ login, password: 'not the password' })),
  );
  expect(answers[0]?.body).toMatchObject({ status: 401, code: 'wrong-credentials' });
  expect(answers[1]?.body).toEqual(answers[0]?.body);
});

test('guessing a password is stopped after ten attempts, for that login only', async () => {
  const { password } = await newPerson(api, 'guessed');
  const signIn = (login: string, guess: string) => request(api.url).post(`${root}/accounts/sign-in`).send({ login, password: guess });
  for (let attempt = 0; attempt < 10; attempt++) expect((await signIn('guessed', `guess number ${attempt}`)).status).toBe(401);
  const stopped = await signIn('guessed', password);
  expect(stopped.body).toMatchObject({ status: 429, code: 'too-many-requests' });
  expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(0);
  const other = await newPerson(api, 'not-guessed');
  expect((await signIn('not-guessed', other.password)).status).toBe(200);
});

test('a taken handle and a taken e-mail address give different problems', async () => {
  await newPerson(api, 'taken');
  const signUp = (handle: string, email: string) =>
    request(api.url).post(`${root}/accounts/sign-up`).send({ handle, email, name: 'T', password: 'a long enough password' });
  expect((await signUp('taken', 'new@unblind.test')).body).toMatchObject({ status: 409, code: 'handle-taken' });
  expect((await signUp('new', 'TAKEN@unblind.test')).body).toMatchObject({ status: 409, code: 'email-taken' });
});

test('handles reserved for the platform are refused', async () => {
  const signUp = (handle: string) =>
    request(api.url)
      .post(`${root}/accounts/sign-up`)
      .send({ handle, email: `${handle}@unblind.test`, name: 'X', password: 'a long enough password' });
  for (const handle of ['admin', 'unblind', 'unblind-team']) expect((await signUp(handle)).body).toMatchObject({ code: 'handle-taken' });
});

test('a short password is refused, and the field is named', async () => {
  const answer = await request(api.url)
    .post(`${root}/accounts/sign-up`)
    .send({ handle: 'short', email: 's@unblind.test', name: 'S', password: 'short' });
  expect(answer.body).toMatchObject({
    status: 400,
    code: 'invalid-request',
    errors: [{ path: 'password', message: 'at least 10 characters' }],
  });
});

/** Somebody with a second browser and a token; `alive` tells which of the three still act for them. */
async function withAccess(handle: string) {
  const { agent, password } = await newPerson(api, handle);
  const elsewhere = request.agent(api.url);
  await elsewhere.post(`${root}/accounts/sign-in`).send({ login: handle, password });
  const { secret } = CreatedToken.parse((await elsewhere.post(`${root}/tokens`).send({ name: 'laptop', scopes: ['read'] })).body);
  const alive = async () => ({
    here: (await agent.get(`${root}/accounts/me`)).status === 200,
    elsewhere: (await elsewhere.get(`${root}/accounts/me`)).status === 200,
    token: (await request(api.url).get(`${root}/accounts/me`).set('Authorization', `Bearer ${secret}`)).status === 200,
  });
  expect(await alive()).toEqual({ here: true, elsewhere: true, token: true });
  return { agent, password, alive };
}

test('changing the password ends the other sessions and all tokens, and keeps this session', async () => {
  const { agent, password, alive } = await withAccess('changing');
  const wrong = await agent.post(`${root}/accounts/password`).send({ current: 'not the password', next: 'another long password' });
  expect(wrong.body).toMatchObject({ code: 'wrong-credentials' });
  expect(await alive()).toEqual({ here: true, elsewhere: true, token: true });
  expect((await agent.post(`${root}/accounts/password`).send({ current: password, next: 'another long password' })).status).toBe(200);
  expect(await alive()).toEqual({ here: true, elsewhere: false, token: false });
  expect((await agent.get(`${root}/tokens`)).body).toEqual([]);
});

test('signing out everywhere ends every session and all tokens; the password stays', async () => {
  const { agent, password, alive } = await withAccess('everywhere');
  expect((await agent.post(`${root}/accounts/sign-out-everywhere`)).status).toBe(204);
  expect(await alive()).toEqual({ here: false, elsewhere: false, token: false });
  expect((await agent.post(`${root}/accounts/sign-in`).send({ login: 'everywhere', password })).status).toBe(200);
});

test('all tokens can be revoked at once, and sessions stay', async () => {
  const { agent, alive } = await withAccess('revoking');
  const other = await withAccess('not-revoking');
  expect((await agent.delete(`${root}/tokens`)).status).toBe(204);
  expect(await alive()).toEqual({ here: true, elsewhere: true, token: false });
  expect(await other.alive()).toEqual({ here: true, elsewhere: true, token: true });
});

test('a session that is opened, or a token that is made, while the password changes does not outlive the change', async () => {
  const { agent, password, me } = await newPerson(api, 'racing');
  const elsewhere = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const browser = request.agent(api.url);
      await browser.post(`${root}/accounts/sign-in`).send({ login: 'racing', password });
      return browser;
    }),
  );
  const change = agent.post(`${root}/accounts/password`).send({ current: password, next: 'another long password' });
  const late = elsewhere.flatMap((browser, index) => [
    browser.post(`${root}/tokens`).send({ name: `token ${index}`, scopes: ['read'] }),
    request(api.url).post(`${root}/accounts/sign-in`).send({ login: 'racing', password }),
  ]);
  const [changed] = await Promise.all([change, ...late]);
  expect(changed.status).toBe(200);
  expect(await api.database.session.count({ where: { userId: me.id } })).toBe(1);
  expect(await api.database.apiToken.count({ where: { userId: me.id, revokedAt: null } })).toBe(0);
});

test('the first administrator can do nothing before changing the one-time password', async () => {
  const admin = request.agent(api.url);
  const signedIn = await admin.post(`${root}/accounts/sign-in`).send({ login: 'admin', password: adminPassword });
  expect(signedIn.body).toMatchObject({ role: 'administrator', mustChangePassword: true });
  expect((await admin.get(`${root}/tokens`)).body).toMatchObject({ status: 403, code: 'password-change-needed' });
  const same = await admin.post(`${root}/accounts/password`).send({ current: adminPassword, next: adminPassword });
  expect(same.body).toMatchObject({ code: 'invalid-request' });
  const changed = await admin.post(`${root}/accounts/password`).send({ current: adminPassword, next: 'a password of my own' });
  expect(changed.body).toMatchObject({ mustChangePassword: false });
  expect((await admin.get(`${root}/tokens`)).status).toBe(200);
});

test('a change by cookie must come from our own pages', async () => {
  const { agent } = await newPerson(api, 'forged');
  const signOut = (headers: Record<string, string>) =>
    agent
      .post(`${root}/tokens`)
      .set(headers)
      .send({ name: 'x', scopes: ['read'] });
  expect((await signOut({ Origin: 'https://elsewhere.test' })).body).toMatchObject({ status: 403, code: 'origin-refused' });
  expect((await signOut({ 'Sec-Fetch-Site': 'cross-site' })).body).toMatchObject({ status: 403, code: 'origin-refused' });
  expect((await signOut({ Origin: 'http://unblind.test' })).status).toBe(201);
  expect((await agent.get(`${root}/accounts/me`).set('Origin', 'https://elsewhere.test')).status).toBe(200);
});
