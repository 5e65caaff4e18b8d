import { longestWaitSeconds } from '@unblind/contracts';

/** When a runner ends by itself. */
export interface Manners {
  /** After one step. */
  once?: boolean;
  /** After so many seconds without work. */
  maxIdleSeconds?: number | null;
  /** At this time, in milliseconds since 1970. Work that could take longer is left to others. */
  until?: number | null;
}

/** Keeps count of what a runner has done, and says how long it may still wait for work. */
export class Patience {
  private worked = 0;
  private idleSince = performance.now();

  constructor(private readonly manners: Manners = {}) {}

  /** Null: no end is set. */
  secondsLeft(): number | null {
    const { until = null } = this.manners;
    return until === null ? null : Math.max(0, (until - Date.now()) / 1000);
  }

  /** How long to wait for work, in seconds; null: it is over. */
  next(): number | null {
    const { once = false, maxIdleSeconds = null } = this.manners;
    const idleLeft = maxIdleSeconds === null ? Infinity : maxIdleSeconds - (performance.now() - this.idleSince) / 1000;
    const left = Math.min(this.secondsLeft() ?? Infinity, idleLeft);
    if ((once && this.worked > 0) || left <= 0) return null;
    return Math.min(longestWaitSeconds, left);
  }

  onWorked(): void {
    this.worked++;
    this.idleSince = performance.now();
  }
}
