#!/usr/bin/env node
// npm run attack -- [--json] [--only TEXT] [--short]: plays the known attacks on hidden truth against this build, and each against a
// weakened one, where it has to win.
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { requireTypescript } from './require-typescript.mjs';

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, only: { type: 'string', default: '' }, short: { type: 'boolean' } },
});
await build({ web: false });
const { playAll } = requireTypescript(import.meta.url)('../e2e/attacks/index.ts');

const sigma = (value) => (value === null ? 'only reported' : `${value} sigma`);
const rows = [];
for await (const row of playAll({ only: values.only, size: values.short ? 'short' : 'full' })) {
  rows.push(row);
  if (!values.json)
    console.log(
      `${row.ok ? '✔' : '✘'} ${row.attack} against the ${row.against}: gains ${sigma(row.gain_sigma)} with ${row.queries} queries from ` +
        `${row.accounts} account(s) (limit: ${sigma(row.limit_sigma)}; without the defence: ${sigma(row.control_sigma)})`,
    );
}
const failed = rows.filter(({ ok }) => !ok).length;
if (values.json) console.log(JSON.stringify(rows, null, 1));
else console.log(`\n${rows.length - failed} of ${rows.length} held`);
process.exitCode = failed === 0 ? 0 : 1;
