import type { Database } from '@unblind/database';
import type { Queues, Registration } from '@unblind/queue';
import { withLease } from '@unblind/runner';
import type { HostLease } from '@unblind/runner';
import type { SandboxProvider } from '@unblind/sandbox';
import { openStorage, restrictAreas } from '@unblind/storage';
import type { StorageConfig } from '@unblind/storage';
import type { Logger } from 'pino';
import { prepareDataSet } from '../data/prepare-data-set';
import { publishDisclosure } from '../data/publish-disclosure';
import { scoreEvaluation } from '../steps/score';
import { stepAreas } from '../steps/step-areas';
import type { Config } from './config';

/** What the steps of one process work with. */
export interface Equipment {
  config: Config;
  database: Database;
  queues: Queues;
  storage: StorageConfig;
  log: Logger;
  /** The folder of the steps' temporary files. */
  work: string;
  /** The sandbox for organisers' own scorers; null if this machine has none. */
  provider: SandboxProvider | null;
  lease: HostLease;
}

/** Long steps share the machine. */
export function registerSteps({ config, storage, queues, provider, ...equipment }: Equipment): Registration[] {
  const { database, log, work, lease } = equipment;
  const hold = { database, log, runner: config.RUNNER_NAME, queues, atOnce: config.ENTRANT_AT_ONCE };
  const scoring = {
    ...hold,
    work,
    cache: config.RUNNER_DIR,
    provider,
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
