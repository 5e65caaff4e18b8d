import { scryptSync } from 'node:crypto';
import request from 'supertest';
import { Quota } from '@unblind/contracts';
import { startTestApi, type TestApi } from '../../apps/api/test/api';
import { newPerson, root, submitNew } from '../../apps/api/test/people';
import { run } from '../../apps/api/test/runs';
import type { Attack } from './attack';

/** Attacks on the API, made by HTTP on one that runs as in production. */
export class Platform {
  private api: Promise<TestApi> | undefined;

  readonly attacks: Attack[] = [
    {
      name: 'platform: cancel near the end, and look again',
      expected: 'contained',
      run: async () => {
        const { used } = await this.cancelNearTheEnd();
        return used > 0 ? 'contained' : 'got: a look that does not count';
      },
      /** The rule that was in force once: a submission counts unless it was cancelled. */
      control: async () => {
        const { submissionId, api } = await this.cancelNearTheEnd();
        const where = { submissionId, state: { not: 'cancelled' as const } };
        return (await api.database.evaluation.count({ where })) > 0 ? 'contained' : 'got: a look that does not count';
      },
    },
    {
      name: 'platform: sixty sign-ins with sixty names',
      expected: 'contained',
      run: () => this.signInAtOnce(),
      /** Hashing on the thread that answers. */
      control: async () => {
        let turns = 0;
        const loop = setInterval(() => turns++, 1);
        for (let name = 0; name < 10; name++) scryptSync(`name-${name}`, 'salt', 32);
        clearInterval(loop);
        return turns === 0 ? 'got: the event loop' : 'contained';
      },
    },
  ];

  async close(): Promise<void> {
    await (await this.api)?.stop();
  }

  private open(): Promise<TestApi> {
    return (this.api ??= startTestApi());
  }

  private async cancelNearTheEnd(): Promise<{ used: number; submissionId: string; api: TestApi }> {
    const api = await this.open();
    const person = await newPerson(api);
    const { agent } = person;
    const { id, evaluation } = await submitNew(api, person);
    await run(api.database, evaluation.id, 97);
    const { body } = await agent.post(`${root}/submissions/${id}/cancel`);
    if (body.evaluation?.state !== 'cancelled') throw new Error(`not made: ${JSON.stringify(body)}`);
    const quotas = Quota.array().parse((await agent.get(`${root}/challenges/toy-tagging/quota`)).body);
    return { used: quotas.find(({ phase }) => phase === 'development')?.usedTotal ?? 0, submissionId: id, api };
  }

  /** All from one address. Somebody else's requests must be answered meanwhile, and what the queue cannot hold refused at once. */
  private async signInAtOnce(): Promise<string> {
    const { url } = await this.open();
    let answered = 0;
    const all = Array.from({ length: 60 }, async (_, name) => {
      const answer = await request(url)
        .post(`${root}/accounts/sign-in`)
        .send({ login: `name-${name}`, password: 'not the password' });
      answered++;
      return answer.status;
    });
    const { status } = await request(url).get(`${root}/health/live`);
    const before = answered;
    const statuses = await Promise.all(all);
    if (status !== 200 || before === 60) return 'got: an API that answers nobody else';
    return statuses.some((one) => one === 503 || one === 429) ? 'contained' : 'got: a queue without end';
  }
}
