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
      const pid = Number(readFileSync(file, 'utf8'));
      if (pid !== process.pid && isOurs(pid))
        throw new Error(`Unblind is already running here as process ${pid}. Stop it with Ctrl-C (or: kill ${pid}) first.`);
    }
    writeFileSync(file, String(process.pid));
    return () => rmSync(file, { force: true });
  }
}

function isOurs(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('embedded');
  } catch {
    return false;
  }
}
