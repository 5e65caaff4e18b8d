import { randomUUID } from 'node:crypto';
import { CreatedToken, EvaluationView } from '@unblind/contracts';
import { beat, leasedRows } from '@unblind/database';
import request from 'supertest';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newOrganiser, newPerson, root, submitNew } from '../../test/people';
import type { Person } from '../../test/people';
import { fail, rejectAtInspection, run, score } from '../../test/runs';

let api: TestApi;
let person: Person;
beforeAll(async () => {
  api = await startTestApi();
  person = await newPerson(api);
});
afterAll(() => api.stop());

const submitted = async (by = person): Promise<string> => {
  await api.database.submission.updateMany({ data: { createdAt: new Date('2024-01-01') } }); // yesterday's, for the quota
  return (await submitNew(api, by)).evaluation.id;
};
const view = async (id: string, by = person): Promise<EvaluationView> =>
  EvaluationView.parse((await by.agent.get(`${root}/evaluations/${id}`)).body);

interface Stream {
  views: EvaluationView[];
  /** Resolves when the server has ended the stream. */
  ended: Promise<void>;
  until(wanted: (view: EvaluationView) => boolean): Promise<void>;
}

/** Reads server-sent events as a client does. */
async function watch(id: string): Promise<Stream> {
  const token = await person.agent.post(`${root}/tokens`).send({ name: randomUUID(), scopes: ['read'] });
  const headers = { Authorization: `Bearer ${CreatedToken.parse(token.body).secret}` };
  const answer = await fetch(`${api.url}${root}/evaluations/${id}/events`, { headers });
  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  const views: EvaluationView[] = [];
  const waiting = new Set<() => void>();
  const read = async (): Promise<void> => {
    let text = '';
    for await (const chunk of answer.body ?? []) {
      text += Buffer.from(chunk).toString();
      const messages = text.split('\n\n');
      text = messages.pop() ?? '';
      for (const message of messages) {
        const [, json] = /^event: evaluation\ndata: (.*)$/.exec(message) ?? [];
        if (json) views.push(EvaluationView.parse(JSON.parse(json)));
      }
      for (const look of waiting) look();
    }
  };
  const until = (wanted: (view: EvaluationView) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!views.some(wanted)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { views, ended: read(), until };
}

test('an evaluation shows each of its states, its progress, and at the end its result', async () => {
  const [first, second] = [await submitted(), await submitted()];
  expect(await view(first)).toMatchObject({ state: 'received', queue: { step: 'inspect' }, secondsLeft: null, phase: 'development' });
  await score(api.database, first, { auc: 0.9 });
  const scored = await view(first);
  expect(scored).toMatchObject({ state: 'scored', queue: null, attempts: 2, runner: 'by-hand', fault: null });
  expect(scored.events.map(({ state }) => state)).toEqual(['received', 'inspecting', 'queued', 'running', 'scoring', 'scored']);
  expect(scored.metrics.find(({ name }) => name === 'auc')).toEqual({
    name: 'auc',
    part: 'diagnostic',
    value: 0.9,
    low: 0.89,
    high: 0.91,
    method: 'poisson-bootstrap',
    variation: 'nominal',
  });
  await run(api.database, second, 25);
  expect(await view(second)).toMatchObject({ state: 'running', queue: null, progress: { done: 25, total: 100, unit: 'samples' } });
  // Three times as long as the first quarter took, at the clock of each.
  expect((await view(second)).secondsLeft).toEqual({ low: expect.any(Number), high: expect.any(Number) });
});

test('a rejection says what was wrong and how to fix it, to its owner only', async () => {
  const id = await submitted();
  await rejectAtInspection(api.database, id);
  expect(await view(id)).toMatchObject({ state: 'rejected', fault: { code: 'file-not-onnx', fix: 'Export it as ONNX.' } });
  expect((await request(api.url).get(`${root}/evaluations/${id}`)).body).toMatchObject({ status: 404, code: 'not-found' });
});

test('the public sees metrics of a scored evaluation, but not its provenance or what its file contains', async () => {
  const id = await submitted();
  await score(api.database, id, { auc: 0.7 });
  expect(await view(id)).toMatchObject({ provenance: { secretSeed: 7 }, runner: 'by-hand' });
  const shown = EvaluationView.parse((await request(api.url).get(`${root}/evaluations/${id}`)).body);
  expect(shown).toMatchObject({ state: 'scored', provenance: null, runner: null, inspection: null });
  expect(shown.metrics.length).toBe(2);
});

test('in a blinded phase neither the stream nor the view contains metrics for the owner', async () => {
  const { evaluation } = await submitNew(api, person, { phase: 'final' });
  await score(api.database, evaluation.id, { auc: 0.7 });
  expect(await view(evaluation.id)).toMatchObject({ state: 'scored', metrics: [], plots: [], provenance: null });
  const stream = await watch(evaluation.id);
  await stream.ended;
  expect(stream.views.at(-1)).toMatchObject({ state: 'scored', metrics: [] });
});

test('the stream begins with the current state, follows each change, and ends with the evaluation', async () => {
  const id = await submitted();
  const stream = await watch(id);
  await stream.until(({ state }) => state === 'received');
  const held = await run(api.database, id);
  await stream.until(({ state }) => state === 'running');
  for (let done = 1; done <= 50; done++) await beat(api.database, leasedRows.run, held, { done, total: 100, unit: 'samples' });
  await stream.until(({ progress }) => progress?.done === 50);
  // Changes are merged: fifty steps do not give fifty snapshots.
  expect(stream.views.length).toBeLessThan(40);
  await person.agent.post(`${root}/submissions/${(await view(id)).submissionId}/cancel`);
  await stream.ended;
  expect(stream.views.at(-1)?.state).toBe('cancelled');
});

test('the stream of an evaluation that has ended says so and ends at once', async () => {
  const id = await submitted();
  await rejectAtInspection(api.database, id);
  const stream = await watch(id);
  await stream.ended;
  expect(stream.views.map(({ state }) => state)).toEqual(['rejected']);
});

test('the stream of an evaluation that the caller may not see is a problem, not a stream', async () => {
  const answer = await request(api.url).get(`${root}/evaluations/${await submitted()}/events`);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(answer.body).toMatchObject({ status: 404 });
});

test('a failed evaluation is run again as a new one, by an organiser, once', async () => {
  const organiser = await newOrganiser(api);
  const id = await submitted();
  const retry = (by: Person, what = id) => by.agent.post(`${root}/evaluations/${what}/retry`);
  expect((await retry(organiser)).body).toMatchObject({ status: 409, code: 'not-retryable' });
  await fail(api.database, id);
  expect((await retry(person)).body).toMatchObject({ status: 403, code: 'forbidden' });
  const again = await retry(organiser);
  expect(again.status).toBe(201);
  expect(again.body).toMatchObject({ number: 2, state: 'received' });
  expect((await retry(organiser)).body).toMatchObject({ code: 'not-retryable' });
  expect(await view(id)).toMatchObject({ state: 'failed', fault: { code: 'runner-lost', reference: 'abc' } });
  const submission = await person.agent.get(`${root}/submissions/${again.body.submissionId}`);
  expect(submission.body).toMatchObject({ evaluation: { id: again.body.id, number: 2 } });
});
