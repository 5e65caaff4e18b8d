import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';

const Secrets = z.object({
  postgresPassword: z.string(),
  storageSigningKey: z.string(),
  administratorPassword: z.string(),
  seedToken: z.string(),
  dataSecret: z.string(),
});
export type Secrets = z.infer<typeof Secrets>;

/** The folder of everything that `npm start` keeps. Secrets in it are readable only by the owner. */
export class Home {
  constructor(readonly directory: string) {
    mkdirSync(directory, { recursive: true, mode: 0o755 });
  }

  path(...parts: string[]): string {
    return join(this.directory, ...parts);
  }

  /** A folder for the platform's user alone: objects, caches and logs may hold truth. */
  folder(...parts: string[]): string {
    const folder = this.path(...parts);
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o700);
    return folder;
  }

  /** Created at the first start and kept afterwards. */
  secrets(): Secrets {
    const file = this.path('secrets.json');
    if (existsSync(file)) return Secrets.parse(JSON.parse(readFileSync(file, 'utf8')));
    const random = (bytes: number): string => randomBytes(bytes).toString('base64url');
    const secrets: Secrets = {
      postgresPassword: random(24),
      storageSigningKey: random(32),
      administratorPassword: random(12),
      seedToken: `unb_${random(32)}`,
      dataSecret: random(32),
    };
    writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
    chmodSync(file, 0o600);
    return secrets;
  }

  /** Allows one platform per folder. The lock of a process that no longer exists is taken over. */
  lock(): () => void {
    const file = this.path('lock');
    if (existsSync(file)) {
      const [pid = '', startedAt] = readFileSync(file, 'utf8').split(' ');
      if (Number(pid) !== process.pid && startTime(pid) === startedAt)
        throw new Error(`Unblind is already running here as process ${pid}. Stop it with Ctrl-C (or: kill ${pid}) first.`);
    }
    writeFileSync(file, `${process.pid} ${startTime(String(process.pid)) ?? ''}`);
    return () => rmSync(file, { force: true });
  }
}

/** When the kernel started a process: distinguishes it from a later process with the same id. */
function startTime(pid: string): string | null {
  try {
    // The command's name is in parentheses and may contain anything, so fields are counted after it; the start time is field 22 overall.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
