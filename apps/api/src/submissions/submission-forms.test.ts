import { randomUUID } from 'node:crypto';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { feedback } from '../../test/challenge-folder';
import { newPerson, postSubmission, root, uploadFile } from '../../test/people';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({}, (toy) => {
    toy.kind = 'anomaly';
    Object.assign(toy.submission, {
      kinds: ['onnx', 'predictions', 'answer'],
      seeds: { max: 3 },
      parameters: { threshold: { type: 'number', label: 'Threshold', range: [0, 1], default: 0.5 } },
      answer: { mass: { type: 'number', label: 'Mass', unit: 'GeV', uncertainty: true } },
    });
    toy.scoring.metrics = ['auc', 'max-sic@0.01', 'bits'];
    toy.scoring.boards = [
      { id: 'accuracy', by: 'auc', order: 'desc', feedback },
      { id: 'calibration', by: 'max-sic@0.01', order: 'desc', feedback },
      { id: 'answers', by: 'bits', order: 'desc', feedback },
    ];
    // An answer is scored by other metrics than a model, so it has a phase of its own.
    const models = { kinds: ['onnx', 'predictions'], metrics: ['auc', 'max-sic@0.01'], boards: ['accuracy', 'calibration'] };
    for (const phase of toy.phases) Object.assign(phase, models);
    Object.assign(toy.phases[1] ?? {}, { kinds: ['onnx'], boards: ['calibration'] });
    const answers = { kinds: ['answer'], metrics: ['bits'], boards: ['answers'] };
    toy.phases.push({ id: 'box', split: 'private', opens: '2024-01-01T00:00:00Z', total: 9, board: 'blinded', ...answers });
  });
});
afterAll(() => api.stop());

const answer = (form: Record<string, unknown>) => ({
  phase: 'box',
  kind: 'answer',
  method: 'By eye',
  uploads: [],
  form,
});
const send = async (body: object) => {
  const { agent } = await newPerson(api);
  return agent.post(`${root}/challenges/toy-tagging/submissions`).set('Idempotency-Key', randomUUID()).send(body);
};

test('an answer is a form without a file, and is kept with its uncertainty', async () => {
  const form = { mass: { value: 3500, uncertainty: 20 } };
  const { status, body } = await send(answer(form));
  expect([status, body.form, body.files]).toEqual([201, form, []]);
});

test('an answer with a field missing, without its uncertainty or unknown is refused with each field named', async () => {
  const { status, body } = await send(answer({ mass: { value: 3500 }, spin: { value: 1 } }));
  expect(status).toBe(400);
  expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual(['form.mass', 'form.spin']);
});

test('the parameters of a method have defaults, and another value makes another submission of the same file', async () => {
  const person = await newPerson(api);
  const { id } = await uploadFile(api, person);
  const first = await postSubmission(person, id, {});
  expect(first.body.form).toEqual({ threshold: { value: 0.5 } });
  const other = await postSubmission(person, id, { form: { threshold: { value: 0.4 } } });
  expect(other.status).toBe(201);
  const again = await postSubmission(person, id, { form: { threshold: { value: 0.4 } } });
  expect(again.body).toMatchObject({ code: 'duplicate-submission' });
});

test('a submission may have as many trainings as the challenge allows, each once', async () => {
  const person = await newPerson(api);
  const files = await Promise.all([1, 2, 3, 4].map(() => uploadFile(api, person)));
  const ids = files.map(({ id }) => id);
  const [first = ''] = ids;
  expect((await postSubmission(person, first, { uploads: ids.slice(0, 3) })).status).toBe(201);
  for (const uploads of [ids, [], [first, first]]) {
    const { status, body } = await postSubmission(person, first, { uploads });
    expect([status, body.errors[0].message]).toEqual([400, '1 to 3 different files']);
  }
});

test('a phase accepts only the kinds, and shows only the boards, that it names', async () => {
  const { status, body } = await send({ phase: 'development', kind: 'predictions', method: 'm', uploads: [randomUUID()] });
  expect([status, body.code]).toEqual([422, 'kind-not-accepted']);
  const { agent } = await newPerson(api);
  const detail = await agent.get(`${root}/challenges/toy-tagging`);
  expect(detail.body.phases[1]).toMatchObject({ kinds: ['onnx'], boards: ['calibration'] });
  expect(detail.body.phases[2]).toMatchObject({ kinds: ['onnx', 'predictions'], boards: ['accuracy', 'calibration'] });
  const board = await agent.get(`${root}/challenges/toy-tagging/boards/accuracy?phase=development`);
  expect([board.status, board.body.detail]).toEqual([404, expect.stringContaining("no phase 'development' with this board")]);
});
