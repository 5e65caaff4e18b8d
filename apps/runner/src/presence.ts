import type { Database } from '@unblind/database';
import { asJson } from '@unblind/database';

export interface Presence {
  name: string;
  /** The runner's hardware and current abilities. */
  describe: () => Promise<unknown>;
  unsafe: boolean;
  /** Why this runner takes no models; null if it takes them. */
  refusal: string | null;
}

const EVERY_MS = 5000;

/** Reports regularly that this runner is alive and what it can do. Returns a function that withdraws the runner. */
export async function announce(database: Database, { name, describe, unsafe, refusal }: Presence): Promise<() => Promise<void>> {
  const report = async (): Promise<void> => {
    const row = { description: asJson(await describe()), unsafe, refusal, seenAt: new Date() };
    await database.runner.upsert({ where: { name }, create: { name, ...row }, update: row });
  };
  await report();
  // A missed report does no harm: the next one follows in seconds.
  const timer = setInterval(() => void report().catch(() => undefined), EVERY_MS);
  return async () => {
    clearInterval(timer);
    await database.runner.deleteMany({ where: { name } }).catch(() => undefined);
  };
}
