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

test('changing the password ends the other sessions and keeps this one', async () => {
  const { agent, password } = await newPerson(api, 'changing');
  const elsewhere = request.agent(api.url);
  await elsewhere.post(`${root}/accounts/sign-in`).send({ login: 'changing', password });
  const wrong = await agent.post(`${root}/accounts/password`).send({ current: 'not the password', next: 'another long password' });
  expect(wrong.body).toMatchObject({ code: 'wrong-credentials' });
  expect((await agent.post(`${root}/accounts/password`).send({ current: password, next: 'another long password' })).status).toBe(200);
  expect((await agent.get(`${root}/accounts/me`)).status).toBe(200);
  expect((await elsewhere.get(`${root}/accounts/me`)).status).toBe(401);
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
