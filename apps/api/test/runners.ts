import { createHash, randomUUID } from 'node:crypto';
import { Assignment, PredictionUpload, runnerProtocol } from '@unblind/contracts';
import type { Capabilities, ContractBinding, Inspection, RunOutcome, StoredTensor } from '@unblind/contracts';
import { asJson } from '@unblind/database';
import request from 'supertest';
import type { TestApi } from './api';
import { putPart, root } from './people';

export const platformToken = 'unr_token-of-the-platforms-own-runners';

/** A runner, as the API sees it. */
export class TestRunner {
  constructor(
    private readonly api: TestApi,
    readonly token: string,
    private readonly name: string = randomUUID(),
    private readonly can: Partial<Capabilities> = {},
  ) {}

  get capabilities(): Capabilities {
    return {
      protocol: runnerProtocol,
      version: '0.1.0',
      name: this.name,
      labels: [],
      steps: ['inspect', 'run', 'rerun', 'time'],
      sandboxes: { onnx: 'bubblewrap', container: 'crun' },
      gpu: null,
      noGpu: 'none here',
      shared: null,
      cpu: 'a CPU',
      cores: 2,
      memoryBytes: 2 ** 33,
      secondsLeft: null,
      unsafe: false,
      refusal: null,
      node: 'v20',
      images: null,
      report: null,
      ...this.can,
    };
  }

  ask(wait = 0, body: object = this.capabilities): request.Test {
    return this.send(request(this.api.url).post(`${root}/runner/leases?wait=${wait}`)).send(body);
  }

  async lease(wait = 0): Promise<Assignment> {
    const answer = await this.ask(wait);
    if (answer.status !== 200) throw new Error(`No work: ${answer.status} ${JSON.stringify(answer.body)}`);
    return Assignment.parse(answer.body);
  }

  post(
    { lease: { evaluationId, step, fence } }: Pick<Assignment, 'lease'>,
    path: string,
    body: object = {},
    with_: { fence?: number } = {},
  ): request.Test {
    const address = `${root}/runner/leases/${evaluationId}/${step}/${path}?fence=${with_.fence ?? fence}`;
    return this.send(request(this.api.url).post(address)).send(body);
  }

  /** An address of the assignment, or one like it. */
  get(href: string): request.Test {
    const { pathname, search } = new URL(href);
    return this.send(request(this.api.url).get(`${pathname}${search}`));
  }

  /** The bytes behind an address of the assignment. */
  async fetch(href: string, headers: Record<string, string> = {}): Promise<Buffer> {
    const answer = await this.get(href);
    if (answer.status !== 307) throw new Error(`${href} answered ${answer.status}`);
    const { pathname, search } = new URL(answer.headers.location ?? '');
    return Buffer.from(await (await fetch(`${this.api.url}${pathname}${search}`, { headers })).arrayBuffer());
  }

  async upload(assignment: Assignment, run: { seed: number; variation: string }, bytes: Buffer): Promise<StoredTensor> {
    const tensor = { name: 'scores', bytes: bytes.length, sha256: sha256(bytes) };
    const upload = PredictionUpload.parse((await this.post(assignment, 'uploads', { ...run, ...tensor })).body);
    for (const part of upload.parts) await putPart(this.api, part.url, bytes.subarray(part.offset, part.offset + part.bytes));
    const done = await this.post(assignment, `uploads/${upload.id}/complete`);
    if (done.status !== 200) throw new Error(JSON.stringify(done.body));
    return tensor;
  }

  /** Inspects a model, as far as the API can tell. */
  async inspect(assignment: Assignment): Promise<void> {
    const answer = await this.post(assignment, 'complete', { step: 'inspect', outcome: inspected });
    if (answer.status !== 204) throw new Error(JSON.stringify(answer.body));
  }

  /** Runs a model, as far as the API can tell. */
  async outcomeOf(assignment: Assignment, bytes: Buffer = Buffer.from('scores')): Promise<{ step: 'run'; outcome: RunOutcome }> {
    const tensor = await this.upload(assignment, { seed: 1, variation: 'nominal' }, bytes);
    const shifted = await this.upload(assignment, { seed: 1, variation: 'up' }, bytes);
    const runs = [
      { seed: 1, variation: 'nominal', tensors: [tensor] },
      { seed: 1, variation: 'up', tensors: [shifted] },
    ];
    const usage = { wallSeconds: 1, cpuSeconds: 1, peakMemoryBytes: null };
    return { step: 'run', outcome: { runs, rows: 20, usage, environment: { node: 'v20' }, loadSeconds: 0.1, deterministic: true } };
  }

  private send(test: request.Test): request.Test {
    return test.set('Authorization', `Bearer ${this.token}`);
  }
}

const inspection: Inspection = {
  ok: true,
  code: 'ok',
  issues: [],
  bytes: 64,
  irVersion: 8,
  producer: null,
  opset: 17,
  domains: [],
  inputs: [],
  outputs: [],
  operators: {},
  nodes: 1,
  parameters: 1,
  initializerBytes: 4,
  flops: 1,
  externalData: [],
  warnings: [],
};
const binding: ContractBinding = { ok: true, issues: [], inputs: [], output: null, fixedBatch: null };
export const inspected = { accepted: 'models', inspection, binding, sampleSeconds: 0.5 };

/** Gives the toy challenge data: each file holds its own name. */
export async function prepareToyData({ database, storage }: TestApi): Promise<void> {
  const file = async (area: 'public' | 'hidden' | 'truth', key: string) => {
    const bytes = Buffer.from(key);
    await storage.area(area).put(key, bytes);
    return { file: key, dtype: 'float32', shape: [10, 4], bytes: bytes.length, sha256: sha256(bytes), area, key };
  };
  const rows = async (split: string, area: 'public' | 'hidden') => ({
    rows: 10,
    views: { jet: await file(area, `${split}/jet.npy`) },
    truth: { labels: await file('truth', `${split}/labels.npy`) },
  });
  const test = async (split: string, area: 'public' | 'hidden') => ({
    ...(await rows(split, area)),
    variations: { up: await rows(`${split}-up`, 'hidden') },
  });
  const splits = {
    sample: await rows('sample', 'public'),
    train: await rows('train', 'public'),
    public: await test('public', 'public'),
    private: await test('private', 'hidden'),
  };
  await database.dataSet.updateMany({ data: { state: 'ready', index: asJson({ simulated: true, seed: null, splits }) } });
}

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
