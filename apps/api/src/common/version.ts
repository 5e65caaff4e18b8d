import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const { version: found } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')));

/** This package's version; the relative path is the same from `src/common` and `dist/common`. */
export const version = found;
