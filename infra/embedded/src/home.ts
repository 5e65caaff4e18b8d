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

/** Everything that `npm start` keeps: one folder, readable by its owner only where it holds secrets. */
export class Home {
  constructor(readonly directory: string) {
    mkdirSync(directory, { recursive: true, mode: 0o755 });
  }

  path(...parts: string[]): string {
    return join(this.directory, ...parts);
  }

  folder(...parts: string[]): string {
    const folder = this.path(...parts);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** Made at the first start, kept afterwards. */
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

  /** One platform at a time on one folder; a lock whose process is gone is taken over. */
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

/** When the kernel started a process, so that a process id that was given again is not taken for the old one. */
function startTime(pid: string): string | null {
  try {
    // The fields behind the command's name, which is in parentheses and may hold anything; the start is number 22 of all.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
