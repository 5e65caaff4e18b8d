import { argon2id } from 'hash-wasm';
import request from 'supertest';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newPerson, root } from '../../test/people';
import { limits } from '../common/limits';
import { PasswordsService } from './passwords.service';

let api: TestApi;
let passwords: PasswordsService;
beforeAll(async () => {
  api = await startTestApi();
  passwords = api.app.get(PasswordsService);
});
afterAll(() => api.stop());

const asker = { known: false, sender: 'a test' };
const signIn = (login: string, address: string) =>
  request(api.url).post(`${root}/accounts/sign-in`).set('X-Forwarded-For', address).send({ login, password: 'not the password' });

/** Starts so many sign-ins of one address that each has to be answered by a hash, and waits until they are in the queue. */
async function occupy(count: number, address: string): Promise<Promise<request.Response>[]> {
  const answers = Array.from({ length: count }, (_, index) => Promise.resolve(signIn(`somebody-${index}`, address)));
  while (passwords.pending <= limits.passwordHashing.threads) await new Promise((resolve) => setImmediate(resolve));
  return answers;
}

test('health is answered while passwords are being hashed', async () => {
  const answers = await occupy(limits.passwordHashing.waitingPerOwner, '198.51.100.1');
  expect((await request(api.url).get(`${root}/health/live`)).status).toBe(200);
  expect(passwords.pending).toBeGreaterThan(0);
  for (const { status } of await Promise.all(answers)) expect(status).toBe(401);
});

test("the API's own thread runs on while one password is hashed", async () => {
  const hashing = passwords.hash('some password', asker);
  let turns = 0;
  for (; passwords.pending > 0; turns++) await new Promise((resolve) => setImmediate(resolve));
  await hashing;
  // On the thread itself the hash would end within a turn or two; a tenth of a second holds thousands.
  expect(turns).toBeGreaterThan(50);
});

test('one sender fills only its share of the queue: it is told when to come back, and others are served', async () => {
  const { threads, waitingPerOwner, retryAfterSeconds } = limits.passwordHashing;
  const flood = await Promise.all(
    Array.from({ length: 60 }, (_, index) => Promise.resolve(signIn(`name-${index}`, '198.51.100.2'))).concat([
      Promise.resolve(signIn('another', '198.51.100.3')),
    ]),
  );
  const refused = flood.filter(({ status }) => status === 503);
  expect(flood.at(-1)?.status).toBe(401);
  expect(refused.length).toBeGreaterThan(0);
  expect(flood.filter(({ status }) => status === 401).length).toBeGreaterThanOrEqual(threads + waitingPerOwner);
  expect(refused[0]?.body).toMatchObject({ code: 'busy', fix: `Try again in ${retryAfterSeconds} seconds.` });
  expect(refused[0]?.headers['retry-after']).toBe(String(retryAfterSeconds));
});

test('a known browser goes before strangers', async () => {
  const { agent, password } = await newPerson(api, 'first-in-line');
  const order: string[] = [];
  const strangers = (await occupy(limits.passwordHashing.waitingPerOwner, '198.51.100.4')).map((answer) =>
    answer.then(() => order.push('stranger')),
  );
  await agent.post(`${root}/accounts/sign-in`).send({ login: 'first-in-line', password });
  order.push('owner');
  await Promise.all(strangers);
  expect(order.indexOf('owner')).toBeLessThan(order.length - 1);
});

test('a hash that the API made on its own thread still verifies, and one that cannot be read matches nothing', async () => {
  const salt = Buffer.alloc(16, 7);
  const earlier = await argon2id({
    password: 'of last year',
    salt,
    memorySize: 19_456,
    iterations: 2,
    parallelism: 1,
    hashLength: 32,
    outputType: 'encoded',
  });
  expect(await passwords.verify(earlier, 'of last year', asker)).toBe(true);
  expect(await passwords.verify(earlier, 'of this year', asker)).toBe(false);
  expect(await passwords.verify('not a hash', 'of last year', asker)).toBe(false);
  expect(await passwords.verify(null, 'a decoy for logins that do not exist', asker)).toBe(false);
  expect(await passwords.hash('same', asker)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});
