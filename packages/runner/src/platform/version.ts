import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** This package's version; the relative path is the same from `src/platform` and `dist/platform`. */
export const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')));
