#!/usr/bin/env node
// npm run bench -- <name> [--json] [--only TEXT]: compiles, then runs bench/<name>/index.mjs, or bench/index.mjs of that workspace,
// whose `run` gives a row of { name, ours_s, reference_s, ratio } per case. `npm run bench -- throughput` runs
// packages/sandbox/bench/throughput.mjs, whose `report` gives named numbers.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, only: { type: 'string' }, toys: { type: 'string' }, threads: { type: 'string' } },
});
const name = positionals[0] ?? '';
const workspaces = ['', 'packages/', 'apps/'].map((folder) => `${folder}${name}/bench/index.mjs`);
const paths = [`bench/${name}/index.mjs`, ...workspaces, `packages/sandbox/bench/${name}.mjs`];
const entry = paths.map((path) => new URL(`../${path}`, import.meta.url)).find(existsSync);
if (!name || !entry) {
  console.error(`Expected a workspace with a bench folder, for example: npm run bench -- scoring --json. Got '${name}'.`);
  process.exit(2);
}

await build({ web: false });
const { run, report, table } = await import(entry.href);
if (table) {
  const { only, toys, threads } = values;
  const asked = { only, ...(toys ? { toys: Number(toys) } : {}), ...(threads ? { threads: Number(threads) } : {}) };
  const rows = [];
  for await (const row of table({ ...asked, log: (line) => console.error(line) })) {
    rows.push(row);
    if (!values.json) console.log(Object.values(row).join('\t'));
  }
  if (values.json) console.log(JSON.stringify(rows));
  process.exit(0);
}
if (report) {
  const numbers = await report({ log: (line) => console.error(line) });
  console.log(
    values.json
      ? JSON.stringify(numbers)
      : Object.entries(numbers)
          .map(([key, value]) => `${key}: ${value}`)
          .join('\n'),
  );
  process.exit(0);
}
const seconds = (value) => (value === null ? 'none' : `${value.toPrecision(3)} s`);
const cases = [];
for await (const row of run({ only: values.only ?? '' })) {
  cases.push(row);
  if (!values.json) {
    console.log(
      `${row.name}: ours ${seconds(row.ours_s)}, reference ${seconds(row.reference_s)}, ratio ${row.ratio?.toPrecision(3) ?? 'none'}` +
        (row.memory_ratio === undefined ? '' : `, memory ${row.memory_ratio.toPrecision(2)} x the input`),
    );
  }
}
if (values.json) console.log(JSON.stringify({ cases }));
