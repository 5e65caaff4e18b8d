import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const slugPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const filePattern = /^[A-Za-z0-9][\w-]*\.svg$/;

/** Reads a figure of a challenge's pages; null if there is none. The patterns allow no path that leaves the folder. */
export async function readFigure(slug: string, file: string): Promise<string | null> {
  if (!slugPattern.test(slug) || !filePattern.test(file)) return null;
  return readFile(join(challengesFolder(), slug, 'pages/figures', file), 'utf8').catch(() => null);
}

/** CHALLENGES_DIR, or the `challenges` folder of the repository that this process runs in. */
function challengesFolder(): string {
  if (process.env.CHALLENGES_DIR) return process.env.CHALLENGES_DIR;
  for (let folder = process.cwd(); folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(/* turbopackIgnore: true */ folder, 'challenges');
    if (existsSync(candidate)) return candidate;
  }
  return 'challenges';
}
