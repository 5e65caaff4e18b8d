import { EvaluationView, ParticipantFault, isTerminal } from '@unblind/contracts';
import type { EvaluationState, SubmissionView } from '@unblind/contracts';
import { beat, endWithFault, leasedRows } from '@unblind/database';
import request from 'supertest';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newOrganiser, newPerson, root, submitNew } from '../../test/people';
import type { Person } from '../../test/people';
import { fail, rejectAtInspection, run, runAgain, score, scoreRun } from '../../test/runs';
import { silentState } from './silence';

/** Every page of the API that could speak of an evaluation: its body and what else a client can compare. */
async function everything(api: TestApi, who: Person | null, { id, evaluation }: SubmissionView, other: string): Promise<string> {
  const paths = [
    `/evaluations/${evaluation.id}`,
    `/evaluations/${evaluation.id}/differences?from=${other}`,
    `/submissions/${id}`,
    '/submissions',
    '/challenges',
    '/challenges/toy-tagging',
    '/challenges/toy-tagging/quota',
    '/challenges/toy-tagging/boards/accuracy?phase=final',
    '/challenges/toy-tagging/boards/calibration?phase=final&show=all',
    '/challenges/toy-tagging/boards/accuracy?phase=final&version=1',
    '/challenges/toy-tagging/disclosures',
    '/challenges/toy-tagging/landscape?phase=final',
    `/evaluations/${other}`,
    '/status',
  ];
  const agent = who?.agent ?? request(api.url);
  const pages: string[] = [];
  for (const path of paths) {
    const { status, headers, text } = await agent.get(`${root}${path}`);
    pages.push([path, status, headers.etag, headers['last-modified'], headers['content-length'], text].join('\n'));
  }
  // A problem names its request.
  return pages.join('\n\n').replace(/"(instance|reference|requestId)":"[^"]*"/g, '');
}

interface Scene {
  api: TestApi;
  people: Record<'anonymous' | 'owner' | 'participant' | 'organiser', Person | null>;
  submission: SubmissionView;
  /** Of the owner, in the open phase, and waiting. */
  other: string;
}

async function scene(step: string): Promise<Scene> {
  const api = await startTestApi({ BLINDED_STEP_SECONDS: step });
  const owner = await newPerson(api);
  const people = { anonymous: null, owner, participant: await newPerson(api), organiser: await newOrganiser(api) };
  const submission = await submitNew(api, owner, { phase: 'final' });
  return { api, people, submission, other: (await submitNew(api, owner)).evaluation.id };
}

const viewsOf = async ({ api, people, submission, other }: Scene): Promise<Record<keyof Scene['people'], string>> => ({
  anonymous: await everything(api, people.anonymous, submission, other),
  owner: await everything(api, people.owner, submission, other),
  participant: await everything(api, people.participant, submission, other),
  organiser: await everything(api, people.organiser, submission, other),
});

/** Plays the evaluation as a runner does, and looks at every stage. */
async function play(stage: Scene): Promise<Record<keyof Scene['people'], string>[]> {
  const { database } = stage.api;
  const { id } = stage.submission.evaluation;
  const running = await run(database, id);
  const views = [await viewsOf(stage)];
  await beat(database, leasedRows.run, running, { done: 97, total: 100, unit: 'samples' });
  views.push(await viewsOf(stage));
  const again = await runAgain(database, running);
  await database.evaluation.update({ where: { id }, data: { unsafe: true } });
  views.push(await viewsOf(stage));
  await scoreRun(database, again, { auc: 0.8 });
  return [...views, await viewsOf(stage)];
}

test('in a blinded phase nobody but organisers can tell from any answer that an evaluation runs, fails or is scored', async () => {
  // The clock has made no full step since 2001.
  const stage = await scene('1000000000');
  try {
    const [first, ...later] = await play(stage);
    for (const views of later) for (const who of ['anonymous', 'owner', 'participant'] as const) expect(views[who]).toBe(first?.[who]);
    // The positive control: the same pages show the score to organisers.
    expect(later.at(-1)?.organiser).not.toBe(first?.organiser);
    expect(later.at(-1)?.organiser).toContain('0.8');
  } finally {
    await stage.api.stop();
  }
});

describe('with a clock that makes its steps at once', () => {
  let stage: Scene;
  beforeAll(async () => {
    stage = await scene('0');
  });
  afterAll(() => stage.api.stop());

  const view = async (id: string, by = stage.people.owner): Promise<EvaluationView> =>
    EvaluationView.parse((await by?.agent.get(`${root}/evaluations/${id}`))?.body);

  test('the owner sees the state change and not a byte more', async () => {
    const stateless = (text = '') =>
      text
        .replace(/"state":"(queued|running|scored)"/g, '"state":""')
        // Of the same page with another state, the length and the tag follow from that.
        .replace(/^(W\/)?"[\w+/=-]*"$/gm, '')
        .replace(/^\d+$/gm, '')
        // Whether the sandbox was off is told at the end.
        .replace(/"unsafe":(true|false)/g, '');
    const all = await play(stage);
    for (const views of all) expect(stateless(views.owner)).toBe(stateless(all[0]?.owner));
    for (const views of all) expect(views.participant).toBe(all[0]?.participant);
    const { state, withheld } = await view(stage.submission.evaluation.id);
    expect(state).toBe('scored');
    const fields = withheld.map(({ field }) => field);
    expect(fields).toEqual(
      expect.arrayContaining(['metrics', 'plots', 'provenance', 'progress', 'updatedAt', 'attempts', 'runner', 'timing']),
    );
    expect(await view(stage.submission.evaluation.id, stage.people.organiser)).toMatchObject({
      withheld: [],
      attempts: expect.any(Number),
    });
  });

  test('a refusal on hidden data is its class alone; one before it is told in full', async () => {
    const owner = stage.people.owner;
    if (!owner) throw new Error('no owner');
    const { evaluation } = await submitNew(stage.api, owner, { phase: 'final' });
    const { detail } = new ParticipantFault('model-output-not-finite', {
      message: 'row 17 is NaN',
      subject: 'row 17',
      expected: 'a number near 172.5',
      got: 'NaN',
      fix: 'Mend row 17.',
    });
    await endWithFault(stage.api.database, leasedRows.run, await run(stage.api.database, evaluation.id), detail);
    const { fault, state, finishedAt } = await view(evaluation.id);
    expect({ state, finishedAt }).toEqual({ state: 'rejected', finishedAt: null });
    expect(Object.keys(fault ?? {}).sort()).toEqual(['code', 'fix', 'message', 'whose']);
    expect(JSON.stringify(fault)).not.toMatch(/17/);
    expect((await view(evaluation.id, stage.people.organiser)).fault).toMatchObject({ subject: 'row 17' });

    const early = await submitNew(stage.api, owner, { phase: 'final' });
    await rejectAtInspection(stage.api.database, early.evaluation.id);
    const told = await view(early.evaluation.id);
    expect(told.fault).toMatchObject({ code: 'file-not-onnx', message: 'This is not ONNX.', fix: 'Export it as ONNX.' });
    expect(told.events.map((event) => event.state)).toEqual(['received', 'inspecting', 'rejected']);
  });

  test('an evaluation that has begun to run cannot be cancelled, whether it still runs or has ended', async () => {
    const owner = await newPerson(stage.api);
    const cancel = async (of: SubmissionView) => {
      const answer = await owner.agent.post(`${root}/submissions/${of.id}/cancel`);
      return [answer.status, answer.body.code, answer.body.detail];
    };
    const [runs, ended, waits] = [
      await submitNew(stage.api, owner, { phase: 'final' }),
      await submitNew(stage.api, owner, { phase: 'final' }),
      await submitNew(stage.api, owner, { phase: 'final' }),
    ];
    await run(stage.api.database, runs.evaluation.id);
    await score(stage.api.database, ended.evaluation.id, { auc: 0.5 });
    expect(await cancel(runs)).toEqual(await cancel(ended));
    expect(await cancel(runs)).toEqual([409, 'not-cancellable', expect.stringContaining('begun to run')]);
    expect((await cancel(waits))[0]).toBe(200);
  });

  test('the platform says that it failed, and nothing of how far it had come', async () => {
    const owner = await newPerson(stage.api);
    const { evaluation } = await submitNew(stage.api, owner, { phase: 'final' });
    await fail(stage.api.database, evaluation.id);
    const { state, fault, events } = await view(evaluation.id, owner);
    expect({ state, fault }).toMatchObject({ state: 'failed', fault: { code: 'runner-lost', reference: 'abc' } });
    expect(events.map((event) => event.state)).toEqual(['received', 'inspecting', 'queued']);
  });
});

test('a state that is watched is no stopwatch: after the start of the run it changes at full steps of the clock', () => {
  const minutes = (at: number) => new Date(at * 60_000);
  const course = (...events: [EvaluationState, number][]) => ({
    state: events.at(-1)?.[0] ?? 'received',
    events: events.map(([state, at]) => ({ state, createdAt: minutes(at) })),
  });
  const shown = (at: number, of: ReturnType<typeof course>) => silentState(of, minutes(at), 10 * 60_000);
  const early = course(['received', 1], ['inspecting', 2], ['queued', 3], ['running', 4], ['scoring', 5], ['scored', 6]);
  expect([7, 9.9, 10, 25].map((at) => shown(at, early))).toEqual(['queued', 'queued', 'scored', 'scored']);
  const long = course(['received', 1], ['inspecting', 2], ['queued', 3], ['running', 4], ['scoring', 15], ['rejected', 26]);
  expect([9, 11, 16, 21, 29, 31].map((at) => shown(at, long))).toEqual(['queued', 'running', 'running', 'running', 'running', 'rejected']);
  // Until the run nothing is hidden; predictions and answers run nothing.
  expect(shown(4, course(['received', 1], ['inspecting', 2], ['cancelled', 3]))).toBe('cancelled');
  expect(shown(4, course(['received', 1], ['inspecting', 2], ['scoring', 3], ['scored', 3]))).toBe('scored');
  expect(isTerminal(shown(31, long))).toBe(true);
});
