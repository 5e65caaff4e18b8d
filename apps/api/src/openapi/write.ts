import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { offlineDocument } from './offline';

/** Run `node apps/api/dist/openapi/write.js` after every change to a route or contract. */
export const committedFile = join(__dirname, '../../openapi.json');

if (require.main === module)
  void offlineDocument().then((document) => writeFileSync(committedFile, `${JSON.stringify(document, null, 2)}\n`));
