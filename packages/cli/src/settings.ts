import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const Stored = z.object({ url: z.string(), token: z.string() });

export interface Settings {
  url: string;
  token: string | null;
}

function file(): string {
  return join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'unblind', 'config.json');
}

/** UNBLIND_URL and UNBLIND_TOKEN take precedence over what `login` stored. A stored token is only sent to the URL it was created for. */
export function readSettings(): Settings {
  const stored = existsSync(file()) ? Stored.safeParse(JSON.parse(readFileSync(file(), 'utf8'))).data : undefined;
  const url = (process.env.UNBLIND_URL ?? stored?.url ?? 'http://localhost:3000').replace(/\/$/, '');
  const token = process.env.UNBLIND_TOKEN ?? (stored?.url === url ? stored.token : null);
  return { url, token };
}

export function storeSettings(settings: { url: string; token: string }): string {
  mkdirSync(dirname(file()), { recursive: true, mode: 0o700 });
  writeFileSync(file(), `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  chmodSync(file(), 0o600);
  return file();
}

/** Removes what `login` stored. Returns the file, or null if there was none. */
export function forgetSettings(): string | null {
  if (!existsSync(file())) return null;
  rmSync(file());
  return file();
}
