import { resolve } from 'node:path';

/** From `src` and from `dist` alike. */
export const repository = resolve(__dirname, '../../..');
