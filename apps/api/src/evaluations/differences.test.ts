import { randomUUID } from 'node:crypto';
import { DifferencesView, Problem } from '@unblind/contracts';
import request from 'supertest';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newOrganiser, newPerson, root, submitNew } from '../../test/people';
import type { Person } from '../../test/people';
import { run, score } from '../../test/runs';

let api: TestApi;
let organiser: Person;
beforeAll(async () => {
  api = await startTestApi();
  organiser = await newOrganiser(api);
});
afterAll(() => api.stop());

/** Both vary with the sample by 0.1, and differ by `value` in each replicate. */
const swinging = (value: number): Float64Array => Float64Array.from({ length: 199 }, (_, r) => value + 0.1 * Math.sin(r));

async function scored(auc: number, phase = 'development', person?: Person): Promise<string> {
  const { evaluation } = await submitNew(api, person ?? (await newPerson(api)), { phase });
  await score(api.database, evaluation.id, { auc, replicates: swinging(auc) });
  return evaluation.id;
}

const ask = (id: string, from: string) => request(api.url).get(`${root}/evaluations/${id}/differences?from=${from}`);

test('two entries that vary together by more than they differ are still distinguished, for any caller', async () => {
  const [better, worse] = [await scored(0.92), await scored(0.9)];
  const { metrics } = DifferencesView.parse((await ask(better, worse)).body);
  // ece has no replicates, so there is nothing to pair.
  expect(metrics).toEqual([{ name: 'auc', part: 'diagnostic', difference: 0.02, low: 0.02, high: 0.02, pValue: 0.01, leastPValue: 0.01 }]);
});

test('while the truth is in use a difference has two digits of its error, except for organisers; after unblinding all digits', async () => {
  const noisy = (value: number, noise: number) => Float64Array.from({ length: 199 }, (_, r) => value + noise * Math.sin(r));
  const [a, b] = await Promise.all(
    [0.0113, 0].map(async (noise) => {
      const { evaluation } = await submitNew(api, await newPerson(api), { phase: 'development' });
      await score(api.database, evaluation.id, { auc: 0.9 + 3.14159 * noise, replicates: noisy(0.9 + 3.14159 * noise, noise) });
      return evaluation.id;
    }),
  );
  const path = `${root}/evaluations/${a}/differences?from=${b}`;
  const [shown, known] = [(await request(api.url).get(path)).body, (await organiser.agent.get(path)).body].map(
    (body) => DifferencesView.parse(body).metrics,
  );
  expect(shown).toEqual([
    { name: 'auc', part: 'diagnostic', difference: 0.0355, low: 0.0256, high: 0.0454, pValue: 0.01, leastPValue: 0.01 },
  ]);
  expect(known).toMatchObject(['ranking', 'diagnostic'].map((part) => ({ part, difference: expect.closeTo(0.035499967, 9) })));
  await api.database.phase.updateMany({ where: { slug: 'development' }, data: { unblindedAt: new Date() } });
  expect(DifferencesView.parse((await request(api.url).get(path)).body).metrics).toEqual(known);
  await api.database.phase.updateMany({ where: { slug: 'development' }, data: { unblindedAt: null } });
});

test('timings are not paired, because each is measured at its own time and on its own machine', async () => {
  const [a, b] = [await scored(0.8), await scored(0.8)];
  const { replicates } = await api.database.metric.findFirstOrThrow({ where: { evaluationId: a, name: 'auc' } });
  await api.database.metric.createMany({
    data: [a, b].flatMap((evaluationId) =>
      ['throughput.ratio', 'latency.p50'].map((name) => ({ evaluationId, name, value: 1, method: 'block-bootstrap', replicates })),
    ),
  });
  const { metrics } = DifferencesView.parse((await ask(a, b)).body);
  expect(metrics).toMatchObject([{ name: 'auc', difference: 0, pValue: 1 }]);
});

test('evaluations of two phases share no sample', async () => {
  const [development, final] = [await scored(0.7), await scored(0.7, 'final')];
  const answer = await organiser.agent.get(`${root}/evaluations/${development}/differences?from=${final}`);
  expect([answer.status, Problem.parse(answer.body).code]).toEqual([409, 'not-comparable']);
});

test('an evaluation that the caller may not see has no differences for the caller', async () => {
  const known = await scored(0.6);
  const { evaluation } = await submitNew(api, await newPerson(api));
  await run(api.database, evaluation.id);
  for (const hidden of [evaluation.id, randomUUID()]) {
    expect((await ask(known, hidden)).status).toBe(404);
    expect((await ask(hidden, known)).status).toBe(404);
  }
});

test('in a blinded phase only organisers see differences', async () => {
  const ada = await newPerson(api);
  const [mine, mineToo, other] = [await scored(0.6, 'final', ada), await scored(0.5, 'final', ada), await scored(0.5, 'final')];
  const asked = ({ agent }: Person, from: string) => agent.get(`${root}/evaluations/${mine}/differences?from=${from}`);
  expect((await ask(mine, other)).status).toBe(404);
  expect((await asked(ada, other)).status).toBe(404);
  expect(DifferencesView.parse((await asked(ada, mineToo)).body).metrics).toEqual([]);
  expect(DifferencesView.parse((await asked(organiser, other)).body).metrics).toMatchObject([
    { name: 'auc', difference: expect.closeTo(0.1, 12) },
  ]);
});
