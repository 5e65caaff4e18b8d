import { Global, Inject, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import { openDatabase } from '@unblind/database';
import type { Database } from '@unblind/database';
import { openQueues } from '@unblind/queue';
import type { Queues } from '@unblind/queue';
import { openStorage } from '@unblind/storage';
import type { Storage } from '@unblind/storage';
import type { Logger } from 'pino';
import type { ApiConfig } from '../config';
import { Jobs } from './jobs';
import { createLogger } from './logger';
import { Schedules } from './schedules';
import { CONFIG, DATABASE, LOGGER, QUEUE, STORAGE } from './tokens';

/** Database, object store, queue and log, opened once and closed last. */
@Global()
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(QUEUE) private readonly queues: Queues,
  ) {}

  static with(config: ApiConfig): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: config },
      { provide: LOGGER, useFactory: (): Logger => createLogger(config.logLevel) },
      { provide: DATABASE, useFactory: (): Database => openDatabase(config.databaseUrl, 20) },
      {
        provide: STORAGE,
        useFactory: async (): Promise<Storage> => {
          const storage = openStorage(config.storage);
          await storage.prepare();
          return storage;
        },
      },
      {
        provide: QUEUE,
        useFactory: (logger: Logger): Promise<Queues> =>
          openQueues(config.queue, { onError: (error) => logger.warn({ err: error }, 'queue connection') }),
        inject: [LOGGER],
      },
      Jobs,
      Schedules,
    ];
    return { module: PlatformModule, providers, exports: providers };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.queues.close();
    await this.database.$disconnect();
  }
}
