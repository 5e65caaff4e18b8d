import request from 'supertest';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { configFromEnv } from '../config';
import { newPerson, root } from '../../test/people';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ TRUSTED_PROXIES: '203.0.113.0/24, 2001:db8::1' });
});
afterAll(() => api.stop());

/** A request as the gateway passes it on after the proxies in `chain`. */
async function signIn(chain: string): Promise<number> {
  const wrong = { login: 'nobody-here', password: 'not the password' };
  return (await request(api.url).post(`${root}/accounts/sign-in`).set('X-Forwarded-For', chain).send(wrong)).status;
}

test('attempts are counted by the address that the trusted proxies saw, whatever the headers claim', async () => {
  for (let attempt = 0; attempt < 10; attempt++) expect(await signIn(`198.51.100.1, 203.0.113.${attempt}`)).toBe(401);
  expect(await signIn('198.51.100.1, 203.0.113.7')).toBe(429);
  expect(await signIn('192.0.2.66, 198.51.100.1, 203.0.113.7')).toBe(429);
  expect(await signIn('198.51.100.1, 2001:db8::1')).toBe(429);
  expect(await signIn('198.51.100.2, 203.0.113.7')).toBe(401);
  // This proxy is not trusted, so its own address counts as the caller's.
  expect(await signIn('198.51.100.1, 192.0.2.1')).toBe(401);
});

test('a page is ours at the host and protocol that the trusted proxies were called with', async () => {
  const { agent } = await newPerson(api, 'behind-tls');
  const create = async (name: string, headers: Record<string, string>) =>
    (
      await agent
        .post(`${root}/tokens`)
        .set(headers)
        .send({ name, scopes: ['read'] })
    ).status;
  const forwarded = { 'X-Forwarded-Host': 'unblind.example:8443', 'X-Forwarded-Proto': 'https' };
  expect(await create('a', { ...forwarded, Origin: 'https://unblind.example:8443' })).toBe(201);
  expect(await create('b', { ...forwarded, Origin: 'http://unblind.example:8443' })).toBe(403);
  expect(await create('c', { ...forwarded, Origin: 'https://elsewhere.example' })).toBe(403);
});

test('an invalid address range is refused, and the message says what was expected', () => {
  const env = { DATABASE_URL: 'postgresql://127.0.0.1/none', TRUSTED_PROXIES: '10.0.0.0/8, my-proxy' };
  expect(() => configFromEnv(env)).toThrow(/addresses or ranges of proxies.*TRUSTED_PROXIES/s);
});
