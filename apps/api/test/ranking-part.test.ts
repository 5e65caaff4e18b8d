import { readFileSync } from 'node:fs';
import { EvaluationView } from '@unblind/contracts';
import { z } from 'zod';
import { committedFile } from '../src/openapi/write';
import { startTestApi } from './api';
import type { TestApi } from './api';
import { newOrganiser, newPerson, root, submitNew } from './people';
import type { Person } from './people';
import { score } from './runs';

/** Its digits are to be found nowhere but where the ranking part is shown in full precision, in a value or in a difference from 0.1. */
const secret = 0.8271639415;
const digits = '2716394';
const released = 0.827;

const Parameter = z.looseObject({
  name: z.string(),
  in: z.string(),
  schema: z.looseObject({ enum: z.array(z.string()).optional() }).optional(),
});
const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ operationId: z.string(), parameters: z.array(Parameter).default([]) }))),
});

let api: TestApi;
let owner: Person;
let organiser: Person;
let values: Record<string, string[]>;
let evaluationId: string;

beforeAll(async () => {
  api = await startTestApi();
  [owner, organiser] = [await newPerson(api), await newOrganiser(api)];
  const replicates = Float64Array.from({ length: 100 }, (_, r) => secret + 1e-4 * Math.sin(r));
  const wish = { auc: secret, diagnostic: 0.8, replicates };
  const [first, second] = [await submitNew(api, owner, { method: 'Released' }), await submitNew(api, owner, { method: 'Not released' })];
  await score(api.database, first.evaluation.id, wish);
  await score(api.database, second.evaluation.id, { ...wish, released: false });
  const other = await submitNew(api, await newPerson(api), { method: 'Other' });
  await score(api.database, other.evaluation.id, {
    auc: 0.1,
    diagnostic: 0.2,
    replicates: replicates.map((value) => value - secret + 0.1),
  });
  evaluationId = second.evaluation.id;
  values = {
    slug: ['toy-tagging'],
    board: ['accuracy', 'calibration'],
    id: [first, second].flatMap(({ id, evaluation }) => [id, evaluation.id]),
    from: [other.evaluation.id],
    show: ['best', 'all'],
    phase: ['development'],
    // Of runners: a token is needed, and a lease.
    evaluationId: [evaluationId],
    step: ['inspect', 'run', 'time'],
    fence: ['0', '1'],
    place: ['0'],
    split: ['public'],
    variation: ['nominal'],
    view: ['jet'],
  };
});
afterAll(() => api.stop());

/** Every GET route of the document, with each combination of the values that its parameters may take here. */
function addresses(): { operation: string; address: string }[] {
  const { paths } = Document.parse(JSON.parse(readFileSync(committedFile, 'utf8')));
  return Object.entries(paths).flatMap(([path, { get }]) => {
    if (!get) return [];
    const known = get.parameters.flatMap(({ name, in: place }) => {
      const choices = values[name];
      if (!choices && place === 'path') throw new Error(`Give this test a value for {${name}} of ${path}.`);
      return choices ? [{ name, place, choices }] : [];
    });
    const combinations = known.reduce<Record<string, string>[]>(
      (sets, { name, choices }) => sets.flatMap((set) => choices.map((value) => ({ ...set, [name]: value }))),
      [{}],
    );
    return combinations.map((chosen) => {
      const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => chosen[name] ?? '');
      const query = known.filter(({ place }) => place === 'query').map(({ name }): [string, string] => [name, chosen[name] ?? '']);
      return { operation: get.operationId, address: `${filled}?${new URLSearchParams(query).toString()}` };
    });
  });
}

/** The body of an answer, or its first part where it is a stream that does not end. */
async function read(address: string, cookie: string | undefined): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${api.url}${address}`, {
    headers: cookie === undefined ? {} : { cookie },
    signal: AbortSignal.timeout(20_000),
  });
  if (!answer.headers.get('content-type')?.startsWith('text/event-stream')) return { status: answer.status, text: await answer.text() };
  const reader = answer.body?.getReader();
  let text = '';
  for (let chunk = await reader?.read(); chunk && !chunk.done && !text.includes('\ndata:'); chunk = await reader?.read())
    text += Buffer.from(chunk.value).toString();
  await reader?.cancel();
  return { status: answer.status, text };
}

/** The session cookie of a person, as fetch sends it. */
async function cookieOf({ me, password }: Person): Promise<string> {
  const answer = await fetch(`${api.url}${root}/accounts/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: api.env.PUBLIC_URL ?? '' },
    body: JSON.stringify({ login: me.handle, password }),
  });
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

async function leaks(cookie: string | undefined): Promise<{ answered: Set<string>; leaking: string[]; all: string }> {
  const [answered, leaking, texts] = [new Set<string>(), [] as string[], [] as string[]];
  for (const { operation, address } of addresses()) {
    const { status, text } = await read(address, cookie);
    if (status === 200) answered.add(operation);
    texts.push(text);
    if (text.includes(digits)) leaking.push(operation);
  }
  return { answered, leaking: [...new Set(leaking)], all: texts.join('\n') };
}

const showResults = ['exportBoard', 'getBoard', 'getDifferences', 'getEvaluation', 'getLandscape', 'getSubmission', 'watchEvaluation'];

test('no route tells its owner or the public the value of the ranking part in full precision', async () => {
  for (const cookie of [await cookieOf(owner), undefined]) {
    const { answered, leaking, all } = await leaks(cookie);
    expect(leaking).toEqual([]);
    // Else the test would pass by asking for nothing.
    expect([...answered]).toEqual(expect.arrayContaining(showResults));
    expect(all).toContain(`"value":${released}`);
  }
});

test('organisers are told, so the search would find it; and so is everybody after unblinding', async () => {
  const { leaking } = await leaks(await cookieOf(organiser));
  expect(leaking).toEqual(expect.arrayContaining(['getDifferences', 'getEvaluation', 'watchEvaluation']));
  await api.database.phase.updateMany({ where: { slug: 'development' }, data: { unblindedAt: new Date() } });
  const { leaking: public_ } = await leaks(undefined);
  expect(public_).toEqual(expect.arrayContaining(['exportBoard', 'getBoard', 'getEvaluation', 'getSubmission', 'watchEvaluation']));
  const { metrics } = EvaluationView.parse(JSON.parse((await read(`${root}/evaluations/${evaluationId}?`, undefined)).text));
  expect(metrics).toContainEqual(expect.objectContaining({ part: 'ranking', value: secret }));
});
