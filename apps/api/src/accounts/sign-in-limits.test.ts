import request from 'supertest';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newPerson, root } from '../../test/people';
import { senderOf } from '../access/sender';
import { createApp } from '../app';
import { limits } from '../common/limits';
import { configFromEnv } from '../config';
import { RateLimitsService } from '../rate-limits/rate-limits.service';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const wrong = 'not the password';

/** A sign-in by a browser without cookies, as the gateway passes it on. */
async function stranger(login: string, password: string, address: string, url = api.url): Promise<number> {
  const answer = await request(url).post(`${root}/accounts/sign-in`).set('X-Forwarded-For', address).send({ login, password });
  return answer.status;
}

async function useUp(login: string, address: string): Promise<void> {
  for (let attempt = 0; attempt < limits.signIn.burst; attempt++) expect(await stranger(login, wrong, address)).toBe(401);
  expect(await stranger(login, wrong, address)).toBe(429);
}

test('wrong passwords at one address keep their owner out neither elsewhere, nor there in a browser that was used before', async () => {
  const { agent, password } = await newPerson(api, 'owner');
  await agent.post(`${root}/accounts/sign-out`);
  await useUp('owner', '198.51.100.1');
  expect(await stranger('owner', password, '198.51.100.1')).toBe(429);
  expect(await stranger('owner', password, '198.51.100.2')).toBe(200);
  const known = await agent.post(`${root}/accounts/sign-in`).set('X-Forwarded-For', '198.51.100.1').send({ login: 'owner', password });
  expect(known.status).toBe(200);
});

test('at the same address in a new browser the owner waits for one attempt to drain, and refused attempts do not prolong that', async () => {
  const { password } = await newPerson(api, 'neighbour');
  await useUp('neighbour', '198.51.100.10');
  for (let attempt = 0; attempt < 20; attempt++) expect(await stranger('neighbour', wrong, '198.51.100.10')).toBe(429);
  const answer = await request(api.url)
    .post(`${root}/accounts/sign-in`)
    .set('X-Forwarded-For', '198.51.100.10')
    .send({ login: 'neighbour', password });
  const seconds = Number(answer.headers['retry-after']);
  expect(answer.body).toMatchObject({ status: 429, code: 'too-many-requests' });
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(limits.signIn.everyMs / 1000);
  await api.database.$executeRaw`UPDATE rate_limits SET empty_at = empty_at - ${seconds} * interval '1 s'`;
  expect(await stranger('neighbour', password, '198.51.100.10')).toBe(200);
});

test('a known browser guesses no more than others do, and not against other accounts', async () => {
  const { agent, password } = await newPerson(api, 'thief');
  const owner = await newPerson(api, 'robbed');
  const guess = async (login: string) =>
    (await agent.post(`${root}/accounts/sign-in`).set('X-Forwarded-For', '198.51.100.20').send({ login, password: wrong })).status;
  for (let attempt = 0; attempt < limits.signInDevice.burst; attempt++) expect(await guess('thief')).toBe(401);
  expect(await guess('thief')).toBe(429);
  await useUp('robbed', '198.51.100.20');
  expect(await guess('robbed')).toBe(429);
  expect(await stranger('thief', password, '198.51.100.21')).toBe(200);
  expect(await stranger('robbed', owner.password, '198.51.100.21')).toBe(200);
});

test('one sender cannot try passwords on many accounts, and right passwords cost an address nothing', async () => {
  const { password } = await newPerson(api, 'hall');
  const lectureHall = '2001:db8:7:7::1';
  const [within, outside] = ['2001:db8:7:7:9::2', '2001:db8:7:8::1'];
  expect(await stranger('hall', password, lectureHall)).toBe(200);
  expect(await stranger('nobody', wrong, lectureHall)).toBe(401);
  const buckets = api.app.get(RateLimitsService);
  // All but the wrong one fit; what drains in the meantime is less than one attempt on any machine that passes the other tests.
  const more = limits.signInAddress.burst - 1;
  for (let count = 0; count < more; count++) await buckets.take({ limit: limits.signInAddress, by: senderOf(lectureHall) });
  expect(await stranger('another', wrong, within)).toBe(429);
  expect(await stranger('hall', password, lectureHall)).toBe(429);
  expect(await stranger('hall', password, outside)).toBe(200);
});

test('wrong passwords for one account from many addresses make strangers wait, and lock nobody out', async () => {
  const { password } = await newPerson(api, 'famous');
  const { free, longestMs, stepMs } = limits.signInAccount;
  const attempts = free + 2 * (longestMs / stepMs);
  const guesses = await Promise.all(Array.from({ length: attempts }, (_, index) => stranger('famous', wrong, `203.0.113.${index + 1}`)));
  expect(new Set(guesses)).toEqual(new Set([401]));
  const started = performance.now();
  expect(await stranger('famous', password, '203.0.113.200')).toBe(200);
  // A timer may fire a millisecond early.
  expect(performance.now() - started).toBeGreaterThan(longestMs - 10);
});

test('counts are shared by all API processes and survive their end; those that have drained are removed', async () => {
  await useUp('shared', '198.51.100.30');
  const replica = await createApp(configFromEnv(api.env));
  await replica.listen(0, '127.0.0.1');
  try {
    const url = (await replica.getUrl()).replace('[::1]', '127.0.0.1');
    expect(await stranger('shared', wrong, '198.51.100.30', url)).toBe(429);
    expect(await stranger('shared', wrong, '198.51.100.31', url)).toBe(401);
  } finally {
    await replica.close();
  }
  const rows = await api.database.rateLimit.findMany();
  expect(JSON.stringify(rows)).not.toMatch(/shared|198\.51/);
  await api.app.get(RateLimitsService).expire(new Date(Date.now() + 24 * 3600 * 1000));
  expect(await api.database.rateLimit.count()).toBe(0);
});

test('accounts are made at a bounded rate by one address, and by all together', async () => {
  let made = 0;
  const signUp = async (address: string, handle = `many-${++made}`): Promise<number> => {
    const body = { handle, email: `${handle}@unblind.test`, name: handle, password: 'a long enough password' };
    return (await request(api.url).post(`${root}/accounts/sign-up`).set('X-Forwarded-For', address).send(body)).status;
  };
  const buckets = api.app.get(RateLimitsService);
  expect(await signUp('198.51.100.40')).toBe(201);
  for (let count = 1; count < limits.signUp.burst; count++) await buckets.take({ limit: limits.signUp, by: '198.51.100.40' });
  expect(await signUp('198.51.100.40')).toBe(429);
  expect(await signUp('198.51.100.41')).toBe(201);
  const everywhere = { limit: limits.signUpEverywhere, by: '' };
  const fill = async (): Promise<void> => {
    for (;;) await buckets.take(everywhere);
  };
  await expect(fill()).rejects.toMatchObject({ code: 'too-many-requests' });
  expect(await signUp('198.51.100.42')).toBe(429);
  // Requests that make no account take none of what is left for all.
  await buckets.giveBack(everywhere);
  for (const address of ['198.51.100.43', '198.51.100.44']) expect(await signUp(address, 'many-1')).toBe(409);
  expect(await signUp('198.51.100.43')).toBe(201);
});
