import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { listenToEvaluations } from '@unblind/database';
import type { Logger } from 'pino';
import { limits } from '../common/limits';
import { CONFIG, LOGGER } from '../common/tokens';
import type { ApiConfig } from '../config';
import { EvaluationsRepository } from './evaluations.repository';
import type { ShownEvaluation } from './evaluations.repository';
import { WaitingService } from './waiting.service';
import type { Waiting } from './waiting.service';

export interface Snapshot {
  row: ShownEvaluation;
  waiting: Waiting;
}

interface Watcher {
  show(snapshot: Snapshot): void;
  end(): void;
}

interface Watched {
  watchers: Set<Watcher>;
  /** A read is running or scheduled; a notice that arrives meanwhile causes one more read afterwards. */
  busy: boolean;
  again: boolean;
}

/**
 * Notifies watchers of changes to an evaluation. PostgreSQL sends its id; the row is read once for all its watchers, at most five
 * times a second.
 */
@Injectable()
export class EvaluationFeed implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly watched = new Map<string, Watched>();
  private listener: ReturnType<typeof listenToEvaluations> | null = null;

  constructor(
    private readonly evaluations: EvaluationsRepository,
    private readonly waiting: WaitingService,
    @Inject(CONFIG) private readonly config: ApiConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.listener = listenToEvaluations(this.config.databaseUrl, (id) => this.refresh(id));
    await this.listener.ready;
  }

  /** Ends the streams: they never end by themselves, and the server could not close. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.listener?.close();
    for (const { watchers } of this.watched.values()) for (const watcher of watchers) watcher.end();
  }

  async snapshot(id: string): Promise<Snapshot | null> {
    const row = await this.evaluations.find(id);
    return row && { row, waiting: await this.waiting.of(row) };
  }

  /** Returns a function that stops watching. */
  watch(id: string, watcher: Watcher): () => void {
    const entry = this.watched.get(id) ?? { watchers: new Set(), busy: false, again: false };
    entry.watchers.add(watcher);
    this.watched.set(id, entry);
    return () => {
      entry.watchers.delete(watcher);
      if (entry.watchers.size === 0) this.watched.delete(id);
    };
  }

  /** Schedules a new read of the row for its watchers. Also called after a notice may have been missed. */
  refresh(id: string): void {
    const entry = this.watched.get(id);
    if (!entry) return;
    if (entry.busy) entry.again = true;
    else void this.show(id, entry);
  }

  private async show(id: string, entry: Watched): Promise<void> {
    entry.busy = true;
    entry.again = false;
    const snapshot = await this.snapshot(id).catch((error: unknown) => {
      this.logger.warn({ err: error, evaluation: id }, 'could not read a watched evaluation');
      return null;
    });
    if (snapshot) for (const watcher of entry.watchers) watcher.show(snapshot);
    setTimeout(() => {
      entry.busy = false;
      if (entry.again) void this.show(id, entry);
    }, limits.streamIntervalMs).unref();
  }
}
