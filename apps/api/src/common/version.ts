import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const { version: found } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')));

/** Of this package; `src/common` and `dist/common` lie equally deep. */
export const version = found;
