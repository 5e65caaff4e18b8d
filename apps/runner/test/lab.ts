import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { loadChallenge } from '@unblind/challenges';
import type { DataSetIndex, EvaluationState } from '@unblind/contracts';
import { isTerminal } from '@unblind/contracts';
import { asJson, openDatabase } from '@unblind/database';
import type { Database } from '@unblind/database';
import { openStorage, storageConfigFromEnv } from '@unblind/storage';
import type { Storage } from '@unblind/storage';
import { wrapKey } from '../src/data/data-set-key';
import { storeDataSet } from '../src/data/store-data-set';
import { freePort } from '../../../infra/embedded/src/ports';
import { testDatabase } from '../../../infra/embedded/src/test-servers/test-database';
import type { TestDatabase } from '../../../infra/embedded/src/test-servers/test-database';
import { publishSmall, type ChallengeOptions } from './small-challenge';

const root = resolve(__dirname, '../../..');
const scripts = {
  api: join(root, 'apps/api/dist/main.js'),
  runner: join(root, 'apps/runner/dist/main.js'),
  central: join(root, 'apps/runner/dist/central/main.js'),
};
const token = 'unr_of-the-runners-of-this-laboratory';
const dataSecret = 'the secret of this laboratory';

export interface LabOptions extends ChallengeOptions {
  /** Default: top tagging. */
  challenge?: string;
  /** The folder of the challenge's folder, where it is none of those that ship. */
  challenges?: string;
  /** Writes a data set into a folder: it is ready then, and no runner makes one. */
  writeData?: (directory: string) => Promise<DataSetIndex>;
  /** Additional environment variables of the runners. */
  env?: Record<string, string>;
}

interface Parts extends Pick<Lab, 'database' | 'storage' | 'folder' | 'phases' | 'dataSetId'> {
  server: TestDatabase;
  prepared: boolean;
  apiPort: number;
  env: Record<string, string>;
}

/** A real database, a real store, a real API and real runner processes around a challenge with a small data set. */
export class Lab {
  private readonly processes = new Set<ChildProcess>();

  readonly database: Database;
  readonly storage: Storage;
  readonly folder: string;
  readonly phases: { public: string; private: string };
  readonly dataSetId: string;
  /** The latest one; null until a runner is started. */
  scorer: ChildProcess | null = null;
  /** The data set is written, or a preparer was started. */
  private prepared: boolean;

  private constructor(private readonly parts: Parts) {
    ({ database: this.database, storage: this.storage, folder: this.folder } = parts);
    ({ phases: this.phases, dataSetId: this.dataSetId, prepared: this.prepared } = parts);
  }

  static async open(options: LabOptions = {}): Promise<Lab> {
    const { challenge = 'top-tagging', scorer, writeData } = options;
    const server = await testDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'unblind-lab-'));
    const storage = openStorage(storageConfigFromEnv({ STORAGE_DIR: join(folder, 'objects'), STORAGE_SIGNING_KEY: 'k'.repeat(32) }));
    await storage.prepare();
    const challenges = join(folder, 'challenges', challenge);
    if (scorer !== undefined) {
      mkdirSync(challenges, { recursive: true });
      writeFileSync(join(challenges, 'scorer.mjs'), scorer);
    }
    const env = { ...(scorer === undefined ? {} : { CHALLENGES_DIR: dirname(challenges) }), ...options.env };
    const database = openDatabase(server.url, 4);
    const { manifest } = await loadChallenge(challenge, options.challenges);
    const { phases, dataSetId } = await publishSmall(database, manifest, options);
    // Hidden data are the same in every run: drawn anew, few toy events would now and then fall on an edge of what a test says.
    await database.dataSetKey.create({ data: { dataSetId, wrappedKey: wrapKey(Buffer.alloc(32, 1), dataSecret, dataSetId) } });
    if (writeData) {
      const data = join(folder, 'data');
      const stored = await storeDataSet(storage, { id: dataSetId, index: await writeData(data), folder: data, key: undefined });
      await database.dataSet.update({ where: { id: dataSetId }, data: { state: 'ready', index: asJson(stored) } });
    }
    const apiPort = await freePort();
    const lab = new Lab({ database, storage, folder, server, prepared: writeData !== undefined, phases, dataSetId, apiPort, env });
    await lab.startApi(challenge, options.challenges ?? join(root, 'challenges'));
    return lab;
  }

  /** The API publishes what it finds when it starts; the challenge, which is published already, comes later. */
  private async startApi(challenge: string, challenges: string): Promise<void> {
    const folder = join(this.folder, 'challenges-of-the-api');
    mkdirSync(folder);
    const address = this.address;
    const api = this.start('api', scripts.api, {
      STORAGE_AREAS: 'public,hidden,submissions,results',
      STORAGE_SIGNING_KEY: 'k'.repeat(32),
      API_PORT: String(this.parts.apiPort),
      PUBLIC_URL: address,
      RUNNER_TOKEN: token,
      CHALLENGES_DIR: folder,
    });
    for (;;) {
      const answer = await fetch(`${address}/api/v1/health/ready`).catch(() => null);
      await answer?.body?.cancel();
      if (answer?.ok) break;
      if (api.exitCode !== null) throw new Error('the API ended');
      await new Promise((done) => setTimeout(done, 50));
    }
    symlinkSync(join(challenges, challenge), join(folder, challenge));
  }

  get address(): string {
    return `http://127.0.0.1:${this.parts.apiPort}`;
  }

  async close(): Promise<void> {
    await Promise.all([...this.processes].map((runner) => this.kill(runner)));
    await this.database.$disconnect();
    await this.parts.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The runner and, with the first one of a lab, the scorer and, if its data are not written yet, the preparer, as `npm start` does. */
  startRunner(name: string = randomUUID(), more: Record<string, string> = {}): ChildProcess {
    this.startCentral();
    const { REDIS_URL: _, ...env } = this.parts.env;
    // An address and a token: nothing else leads it to the platform.
    return this.spawn('runner', scripts.runner, { UNBLIND_URL: this.address, RUNNER_TOKEN: token, RUNNER_NAME: name, ...env, ...more });
  }

  /** What works on an evaluation besides runners, unless it is there already. */
  startCentral(): void {
    if (!this.prepared) this.startPreparer();
    if (!this.scorer) this.startScorer();
  }

  startScorer(): ChildProcess {
    this.scorer = this.start('scorer', scripts.central, { RUNNER_STEPS: 'score', STORAGE_AREAS: 'public,truth,results' });
    return this.scorer;
  }

  startPreparer(): ChildProcess {
    this.prepared = true;
    return this.start('preparer', scripts.central, {
      RUNNER_STEPS: 'prepare,publish',
      STORAGE_AREAS: 'public,hidden,truth',
      DATA_SECRET: dataSecret,
    });
  }

  private start(service: 'api' | 'scorer' | 'preparer', script: string, more: Record<string, string>): ChildProcess {
    return this.spawn(service, script, {
      DATABASE_URL: this.parts.server.urlFor(service),
      QUEUE_DATABASE_URL: this.parts.server.urlFor('queue'),
      STORAGE_DIR: join(this.folder, 'objects'),
      ...this.parts.env,
      ...more,
    });
  }

  private spawn(service: string, script: string, more: Record<string, string>): ChildProcess {
    const env = {
      PATH: process.env.PATH ?? '',
      RUNNER_DIR: join(this.folder, service),
      HOST_LEASE: join(this.folder, 'host.lease'),
      LOG_LEVEL: 'warn',
      ...more,
    };
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', process.execPath, script], { env, stdio: ['ignore', 'inherit', 'inherit'] });
    this.processes.add(child);
    return child;
  }

  /** Kills it with SIGKILL, as the kernel does when memory runs out. */
  async kill(runner: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.processes.delete(runner);
    if (runner.exitCode !== null || runner.signalCode !== null) return;
    const exited = new Promise((done) => runner.once('exit', done));
    runner.kill(signal);
    await exited;
  }

  /** Does what the API does with a submission: stores the file, writes the rows. Each is from somebody else unless a person is given. */
  async submit(
    content: Buffer | Buffer[],
    {
      kind = 'onnx',
      filename = 'model.onnx',
      split = 'public',
      userId,
    }: { kind?: string; filename?: string; split?: 'public' | 'private'; userId?: string } = {},
  ): Promise<string> {
    const artefacts = await Promise.all([content].flat().map((bytes, ordinal) => this.store(bytes, `${ordinal}-${filename}`, ordinal)));
    const phaseId = this.phases[split];
    const { evaluations } = await this.database.submission.create({
      data: {
        userId: userId ?? (await this.person()),
        phaseId,
        kind,
        method: 'test',
        contentHash: artefacts.map(({ sha256 }) => sha256).join(),
        idempotencyKey: randomUUID(),
        artefacts: { create: artefacts },
        evaluations: { create: { phaseId } },
      },
      include: { evaluations: true },
    });
    const [evaluation] = evaluations;
    if (!evaluation) throw new Error('no evaluation was made');
    return evaluation.id;
  }

  /** Somebody new. */
  async person(): Promise<string> {
    const handle = randomUUID();
    const user = { handle, email: `${handle}@example.org`, name: 'Tester', passwordHash: 'none' };
    return (await this.database.user.create({ data: user })).id;
  }

  private async store(content: Buffer, filename: string, ordinal: number) {
    const key = `${randomUUID()}/${filename}`;
    await this.storage.area('submissions').put(key, content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { role: 'submission', ordinal, filename, area: 'submissions', key, bytes: BigInt(content.length), sha256 };
  }

  /** The path of an object in the local store. */
  objectPath(area: string, key: string): string {
    const folder = join(this.folder, 'objects', area, 'objects');
    const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((path) => path.replaceAll('+', '') === key);
    if (!found) throw new Error(`there is no object ${area}/${key}`);
    return join(folder, found);
  }

  async stateOf(id: string): Promise<EvaluationState> {
    return (await this.database.evaluation.findUniqueOrThrow({ where: { id }, select: { state: true } })).state;
  }

  /** Waits for a state; fails when the evaluation ends in another. */
  async waitFor(id: string, wanted: EvaluationState, seconds = 200): Promise<void> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const { state, fault } = await this.database.evaluation.findUniqueOrThrow({ where: { id } });
      if (state === wanted) return;
      if (isTerminal(state) || Date.now() > deadline) throw new Error(`is ${state}, not ${wanted}: ${JSON.stringify(fault)}`);
      await new Promise((done) => setTimeout(done, 20));
    }
  }

  async result(id: string) {
    return this.database.evaluation.findUniqueOrThrow({
      where: { id },
      include: { metrics: { orderBy: [{ name: 'asc' }, { variation: 'asc' }] }, boardEntries: true, events: { orderBy: { id: 'asc' } } },
    });
  }
}

export function baseline(name: string, challenge = 'top-tagging'): Buffer {
  return readFileSync(join(root, 'challenges', challenge, 'baselines', `${name}.onnx`));
}
