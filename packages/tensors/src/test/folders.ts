import { existsSync } from 'node:fs';
import path from 'node:path';

/** Published scores and labels, which lie beside the repository and not in it. */
export const fixtureFolder = path.resolve(__dirname, '../../../../../shared/fixtures/top-tagging');
export const haveFixtures = existsSync(fixtureFolder);
