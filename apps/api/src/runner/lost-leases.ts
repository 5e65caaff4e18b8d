import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { Logger } from 'pino';
import { limits } from '../common/limits';
import { LOGGER } from '../common/tokens';
import { LeaseRepository } from './lease.repository';
import { PredictionUploadsService } from './prediction-uploads.service';

/** Puts back what silent runners worked on, and removes what they sent. Every API process does so; it does no harm twice. */
@Injectable()
export class LostLeases implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly leases: LeaseRepository,
    private readonly uploads: PredictionUploadsService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.repeat(() => this.leases.sweep(new Date()), limits.lostLeasesEveryMs);
    this.repeat(() => this.uploads.removeLeft(new Date()), limits.expireEveryMs);
  }

  beforeApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  private repeat(work: () => Promise<unknown>, everyMs: number): void {
    const run = (): void => void work().catch((error: unknown) => this.logger.warn({ err: error }, 'could not look for lost leases'));
    this.timers.push(setInterval(run, everyMs).unref());
  }
}
