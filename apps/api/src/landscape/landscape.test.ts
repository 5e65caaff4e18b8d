import { LandscapeView } from '@unblind/contracts';
import { asJson } from '@unblind/database';
import request from 'supertest';
import { startTestApi } from '../../test/api';
import type { TestApi } from '../../test/api';
import { newPerson, root, submitNew } from '../../test/people';
import { score } from '../../test/runs';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({}, (toy) => {
    Object.assign(toy.scoring, { throughput: { reference: 'Cut' } });
    Object.assign(toy, { baselines: [{ name: 'Cut', file: 'pages/rules.md', description: 'A cut.' }] });
    Object.assign(toy, { published: [{ name: 'Reference', source: 'arXiv:0000.00000', auc: 0.97, parameters: 5000 }] });
  });
  await entry('Small', { auc: 0.8, parameters: 10, ratio: 5, hardware: 'CPU, 1 core' });
  await entry('Middle', { auc: 0.9, parameters: 500, ratio: 2, hardware: 'CPU, 1 core' });
  await entry('Bloated', { auc: 0.85, parameters: 2000, ratio: 1, hardware: 'CPU, 1 core' });
  await entry('Large', { auc: 0.95, parameters: 9000, ratio: 4, hardware: 'NVIDIA L4' });
  await entry('Predictions', { auc: 0.99 });
});
afterAll(() => api.stop());

interface Wish {
  auc: number;
  parameters?: number;
  ratio?: number;
  hardware?: string;
}

async function entry(method: string, { auc, parameters, ratio, hardware }: Wish): Promise<void> {
  const { evaluation } = await submitNew(api, await newPerson(api), { method });
  const evaluationId = evaluation.id;
  await score(api.database, evaluationId, { auc });
  const inspection = parameters === undefined ? asJson({}) : asJson({ parameters, flops: 2 * parameters, bytes: 4 * parameters });
  await api.database.evaluation.update({ where: { id: evaluationId }, data: { inspection } });
  if (ratio === undefined || hardware === undefined) return;
  await api.database.timing.create({ data: { evaluationId, state: 'done', hardwareClass: hardware } });
  const [low, high] = [ratio - 0.5, ratio + 0.5];
  await api.database.metric.createMany({
    data: [
      { evaluationId, name: 'throughput.ratio', value: ratio, low, high, method: 'block-bootstrap' },
      { evaluationId, name: 'latency.p50', value: 1 / ratio, low: null, high: null, method: 'order-statistics' },
    ],
  });
}

const get = (query = '') => request(api.url).get(`${root}/challenges/toy-tagging/landscape${query}`);
const landscape = async (query = ''): Promise<LandscapeView> => LandscapeView.parse((await get(query)).body);
const drawn = ({ points }: LandscapeView) => points.map(({ method, onFront }) => (onFront ? `${method}, front` : method));

test('draws quality against measured speed, with intervals, and marks the entries that no other beats in both', async () => {
  const view = await landscape();
  expect(view).toMatchObject({ x: { name: 'throughput.ratio', order: 'desc' }, y: { name: 'auc', order: 'desc' }, missing: 1 });
  expect(drawn(view)).toEqual(['Large, front', 'Middle', 'Bloated', 'Small, front']);
  expect(view.hardware).toEqual({ classes: ['CPU, 1 core', 'NVIDIA L4'], shown: null });
  expect(view.points[0]).toMatchObject({
    x: { value: 4, low: 3.5, high: 4.5 },
    y: { value: 0.95, low: 0.94, high: 0.96 },
    hardware: 'NVIDIA L4',
    parameters: 9000,
    flops: 18_000,
    modelBytes: 36_000,
    measured: [{ name: 'latency.p50' }, { name: 'throughput.ratio' }],
  });
  expect(view.published).toEqual([]);
});

test('draws quality against the cost of the model file; published results are shown but never on the front', async () => {
  const view = await landscape('?x=parameters');
  expect(drawn(view)).toEqual(['Large, front', 'Middle, front', 'Bloated', 'Small, front']);
  expect(view.published).toEqual([{ name: 'Reference', source: 'arXiv:0000.00000', x: 5000, y: 0.97 }]);
  expect(view.choices.x.map(({ name }) => name)).toEqual(['throughput.ratio', 'latency.p50', 'parameters', 'flops', 'model_bytes']);
  expect((await landscape('?x=flops&y=ece')).y).toEqual({ name: 'ece', order: 'asc' });
});

test('draws times of one hardware class only, and ratios of all classes unless one is requested', async () => {
  expect(drawn(await landscape('?x=latency.p50'))).toEqual(['Middle, front', 'Bloated', 'Small, front']);
  expect(drawn(await landscape('?hardware=NVIDIA%20L4'))).toEqual(['Large, front']);
});

test('draws nothing of a blinded phase, and lists the possible axes', async () => {
  expect(await landscape('?phase=final')).toMatchObject({ blinded: true, points: [], published: [] });
  const answer = await get('?x=parameter');
  expect([answer.status, answer.body.detail, answer.body.fix]).toEqual([
    404,
    expect.stringContaining('choose one of throughput.ratio, latency.p50, parameters'),
    "Did you mean 'parameters'?",
  ]);
});
