import type { Database } from '@unblind/database';
import type { Queues, Registration } from '@unblind/queue';
import type { ImageCache } from '@unblind/sandbox';
import { openStorage, restrictAreas } from '@unblind/storage';
import type { StorageConfig } from '@unblind/storage';
import type { Logger } from 'pino';
import { inspectEvaluation } from './claims/inspect';
import { runEvaluation } from './claims/run';
import { timeEvaluation } from './claims/time';
import type { Config } from './config';
import { prepareDataSet } from './data/prepare-data-set';
import { publishDisclosure } from './data/publish-disclosure';
import type { Gpu } from './hardware/gpu';
import { withLease } from './lease/host-lease';
import type { HostLease } from './lease/host-lease';
import type { FileReader } from './reader/file-reader';
import type { Sandboxes } from './steps/task';
import { scoreEvaluation } from './steps/score';
import { stepAreas } from './steps/step-areas';

/** What the steps of one runner work with. */
export interface Equipment {
  config: Config;
  database: Database;
  queues: Queues;
  storage: StorageConfig;
  log: Logger;
  /** The folder of the steps' temporary files. */
  work: string;
  images: ImageCache;
  sandboxes: Sandboxes;
  reader: FileReader;
  gpu: Gpu | null;
  lease: HostLease;
}

/** The jobs that start no participant's program. Long steps share the machine. */
export function registerSteps({ config, storage, queues, sandboxes, ...equipment }: Equipment): Registration[] {
  const { database, log, work, lease } = equipment;
  const hold = { database, log, runner: config.RUNNER_NAME, queues, atOnce: config.ENTRANT_AT_ONCE };
  const scoring = {
    ...hold,
    work,
    cache: config.RUNNER_DIR,
    provider: sandboxes.models,
    challenges: config.CHALLENGES_DIR,
    storage: openStorage(restrictAreas(storage, stepAreas.score)),
  };
  const preparing = {
    ...hold,
    directory: config.RUNNER_DIR,
    imports: config.IMPORTED_DIR,
    secret: config.DATA_SECRET,
    storage: openStorage(restrictAreas(storage, stepAreas.prepare)),
  };
  const publishing = { ...hold, storage: openStorage(restrictAreas(storage, stepAreas.publish)) };
  return [
    { name: 'evaluation.score', handle: (job) => withLease(lease.shared(job.signal), () => scoreEvaluation(scoring, job)) },
    { name: 'dataset.prepare', handle: (job) => withLease(lease.shared(job.signal), () => prepareDataSet(preparing, job)) },
    { name: 'disclosure.publish', handle: (job) => publishDisclosure(publishing, job) },
  ];
}

/** The jobs that read or run what participants sent. A timing has the machine to itself. */
export function registerModels({ config, storage, sandboxes, images, reader, gpu, work, lease, ...services }: Equipment): Registration[] {
  const { database, queues, log } = services;
  const taking = {
    database,
    log,
    runner: config.RUNNER_NAME,
    queues,
    atOnce: config.ENTRANT_AT_ONCE,
    equipment: { sandboxes, images, reader, gpu, work, cache: config.RUNNER_DIR },
    challenges: config.CHALLENGES_DIR,
    unsafe: config.UNSAFE_LOCAL,
    lease,
  };
  const inspecting = { ...taking, storage: openStorage(restrictAreas(storage, stepAreas.inspect)) };
  const running = { ...taking, storage: openStorage(restrictAreas(storage, stepAreas.run)) };
  return [
    { name: 'evaluation.inspect', handle: (job) => inspectEvaluation(inspecting, job) },
    { name: 'evaluation.run', handle: (job) => withLease(lease.shared(job.signal), () => runEvaluation(running, job)) },
    { name: 'evaluation.time', handle: (job) => timeEvaluation(running, job) },
  ];
}
