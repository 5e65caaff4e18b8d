import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { PlatformFault } from '@unblind/contracts';
import { openDatabase } from '@unblind/database';
import { openQueues, queueConfigFromEnv, startWorkers } from '@unblind/queue';
import { ImageCache, selectImageProvider, selectProvider, type SandboxName } from '@unblind/sandbox';
import type { SandboxProvider } from '@unblind/sandbox';
import { openStorage, storageConfigFromEnv } from '@unblind/storage';
import type { Logger } from 'pino';
import type { Config } from './config';
import { findGpu } from './hardware/gpu';
import type { Gpu } from './hardware/gpu';
import { HostLease } from './lease/host-lease';
import { announce } from './presence';
import { reconcile } from './reconciler';
import { FileReader } from './reader/file-reader';
import { registerModels, registerSteps } from './registrations';
import { steps } from './steps/steps';
import type { StepName } from './steps/steps';
import { openWorkFolder } from './work-folder';

const RECONCILE_MS = 5000;

/** Steps that start participants' programs. */
const modelSteps: readonly StepName[] = ['inspect', 'run', 'time'];
/** Steps that only a runner with a sandbox for models takes. */
const withSandbox: readonly StepName[] = ['run', 'time'];

/** Joins the queue, takes its steps, and requeues their lost work. */
export async function startRunner(config: Config, variables: NodeJS.ProcessEnv, log: Logger): Promise<{ stop(): Promise<void> }> {
  const database = openDatabase(config.DATABASE_URL, 8);
  const queueConfig = queueConfigFromEnv(variables);
  const queues = await openQueues(queueConfig, { onError: (error) => log.warn({ error: error.message }, 'queue') });
  const storage = storageConfigFromEnv(variables);
  const workFolder = await openWorkFolder(join(config.RUNNER_DIR, 'work'), config.RUNNER_NAME);
  const takesModels = config.RUNNER_STEPS.some((name) => modelSteps.includes(name));
  // Scoring needs the sandbox too: organisers' own scorers run in it.
  const needsSandbox = takesModels || config.RUNNER_STEPS.includes('score');
  const { provider, refusal, report } = needsSandbox ? await chooseSandbox(config.UNSAFE_LOCAL, log) : noSandbox;
  const sandboxes = {
    models: provider,
    images: takesModels ? await chooseImageSandbox(config.CONTAINER_RUNTIME ?? null, log) : null,
  };
  const reader = new FileReader(provider);
  const images = new ImageCache(join(config.RUNNER_DIR, 'images'), config.IMAGE_CACHE, (...archive) => reader.unpackImage(...archive));
  await images.open();
  const { gpu, reason: noGpu } = takesModels ? await findGpu(provider, config.CDI_SPEC_DIRS) : { gpu: null, reason: null };
  const lease = new HostLease(config.HOST_LEASE);
  const equipment = { config, database, queues, storage, log, work: workFolder.path, images, sandboxes, reader, gpu, lease };
  const own = steps.filter(({ name }) => config.RUNNER_STEPS.includes(name));
  const jobs = own.filter(({ name }) => provider !== null || !withSandbox.includes(name)).map(({ job }) => job);
  const registrations = [...registerSteps(equipment), ...registerModels(equipment)].filter(({ name }) => jobs.includes(name));
  await openStorage(storage).prepare();

  const presence = {
    name: config.RUNNER_NAME,
    unsafe: config.UNSAFE_LOCAL,
    refusal,
    describe: async () => ({
      provider: provider?.name ?? null,
      containers: sandboxes.images?.name ?? null,
      report,
      ...describeHardware(gpu),
      noGpu,
      node: process.version,
      images: await images.space(),
    }),
  };
  // The pages show the runners that take models.
  const withdraw = takesModels ? await announce(database, presence) : () => Promise.resolve();
  const workers = await startWorkers(queueConfig, registrations, {
    // Not derived from the handlers, so that a forgotten one shows.
    expect: jobs,
    concurrency: { 'evaluation.inspect': 2, 'evaluation.run': config.RUN_CONCURRENCY },
    onError: (error, job) => log.warn({ ...job, error: error.message }, job ? 'attempt failed' : 'queue'),
  });
  const reconciler = repeatEvery(RECONCILE_MS, log, async () => {
    await queues.heal();
    await reconcile({ database, queues, log, atOnce: config.ENTRANT_AT_ONCE }, own);
  });
  log.info({ runner: config.RUNNER_NAME, provider: provider?.name ?? null, refusal }, 'runner ready');

  return {
    async stop() {
      await reconciler.stop();
      await workers.close();
      await withdraw();
      await queues.close();
      await database.$disconnect();
      await workFolder.remove();
    },
  };
}

function describeHardware(gpu: Gpu | null) {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    gpu: gpu && { name: gpu.name, driver: gpu.driver, memoryBytes: gpu.memoryBytes, runsModels: gpu.runsModels },
  };
}

const noSandbox = { provider: null, refusal: null, report: null };

/** Without a working sandbox the runner still inspects or scores, and reports why it takes no models. */
async function chooseSandbox(
  unsafeLocal: boolean,
  log: Logger,
): Promise<{ provider: SandboxProvider | null; refusal: string | null; report: unknown }> {
  try {
    const provider = await selectProvider({ unsafeLocal });
    return { provider, refusal: null, report: await provider.probe() };
  } catch (error) {
    if (!(error instanceof PlatformFault)) throw error;
    const refusal = `${error.detail.message} ${error.detail.fix}`;
    log.error({ refusal }, 'this runner has no sandbox');
    return { provider: null, refusal, report: null };
  }
}

/** Null if this machine cannot run containers: their evaluations fail here and are retried, perhaps by another runner. */
async function chooseImageSandbox(runtime: SandboxName | null, log: Logger): Promise<SandboxProvider | null> {
  try {
    return await selectImageProvider(runtime);
  } catch (error) {
    if (!(error instanceof PlatformFault)) throw error;
    log.warn({ refusal: `${error.detail.message} ${error.detail.fix}` }, 'this runner takes no containers');
    return null;
  }
}

/** Runs `work` at an interval, never twice at once. `stop` waits for the current round. */
function repeatEvery(milliseconds: number, log: Logger, work: () => Promise<void>): { stop(): Promise<void> } {
  let round = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    round = work()
      .catch((error: unknown) => log.warn({ error: String(error) }, 'reconciler'))
      .finally(() => (busy = false));
  }, milliseconds);
  return {
    async stop() {
      clearInterval(timer);
      await round;
    },
  };
}
