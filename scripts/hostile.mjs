#!/usr/bin/env node
// npm run hostile -- [--json] [--only TEXT] [--failures]: runs the attacks of hostile submissions against every sandbox of this machine.
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { requireTypescript } from './require-typescript.mjs';

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, only: { type: 'string', default: '' }, failures: { type: 'boolean' } },
});
await build({ web: false });
const { attackAll } = requireTypescript(import.meta.url)('../e2e/hostile/index.ts');

const rows = [];
for await (const row of attackAll(values)) {
  rows.push(row);
  if (!values.json && !(values.failures && row.ok))
    console.log(
      `${row.ok ? '✔' : '✘'} ${row.runtime ?? row.provider}: ${row.attack}: ${row.verdict}${row.ok ? '' : ` (expected ${row.expected})`}`,
    );
}
const failed = rows.filter(({ ok }) => !ok).length;
if (values.json) console.log(JSON.stringify(rows, null, 1));
else console.log(`\n${rows.length - failed} of ${rows.length} as expected`);
process.exitCode = failed === 0 ? 0 : 1;
