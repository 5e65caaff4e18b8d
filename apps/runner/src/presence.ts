import type { Database } from '@unblind/database';
import { asJson } from '@unblind/database';

export interface Presence {
  name: string;
  /** What it is and can do now. */
  describe(): Promise<unknown>;
  unsafe: boolean;
  /** Why this runner takes no models; null when it does. */
  refusal: string | null;
}

const EVERY_MS = 5000;

/** Tells the platform that this runner lives, and what it can do. */
export async function announce(database: Database, { name, describe, unsafe, refusal }: Presence): Promise<() => Promise<void>> {
  const tell = async (): Promise<void> => {
    const row = { description: asJson(await describe()), unsafe, refusal, seenAt: new Date() };
    await database.runner.upsert({ where: { name }, create: { name, ...row }, update: row });
  };
  await tell();
  // A missed one is made good by the next.
  const timer = setInterval(() => void tell().catch(() => undefined), EVERY_MS);
  return async () => {
    clearInterval(timer);
    await database.runner.deleteMany({ where: { name } }).catch(() => undefined);
  };
}
