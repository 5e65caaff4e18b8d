#!/usr/bin/env node
// npm run fuzz -- [--reader NAME] [--inputs N] [--from N] [--json]: gives each reader of untrusted files changed inputs (e2e/fuzz), a
// million each if not told otherwise. Each reader runs in a process of its own with a small heap; a death of it is a finding.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { requireTypescript } from './require-typescript.mjs';

const heapMiB = 128;
/** Inputs have at most 64 KiB, and what they may claim to hold a megabyte. */
const mostGrownMiB = 256;
const { values } = parseArgs({
  options: {
    reader: { type: 'string' },
    inputs: { type: 'string', default: '1000000' },
    from: { type: 'string', default: '0' },
    json: { type: 'boolean' },
  },
});
const [inputs, from] = [Number(values.inputs), Number(values.from)];
if (!process.send) await build({ web: false });
const { fuzz, readers } = requireTypescript(import.meta.url)('../e2e/fuzz/index.ts');

/** The report of one reader, from a process of its own. */
function reportOf(reader) {
  const args = ['--reader', reader, '--inputs', String(inputs), '--from', String(from)];
  const child = fork(fileURLToPath(import.meta.url), args, { execArgv: [`--max-old-space-size=${heapMiB}`] });
  let [report, done] = [null, from];
  child.on('message', (message) => {
    if (typeof message === 'number') done = message;
    else report = message;
  });
  return new Promise((resolve) =>
    child.on('exit', (code, signal) => {
      if (report && report.grownMiB > mostGrownMiB) report.findings.push(`the process grew by ${report.grownMiB} MiB`);
      const died = `the process ended with ${signal ?? `code ${code}`} after input ${done}`;
      resolve(report ?? { reader, inputs: done - from, read: 0, refused: 0, slowestMs: 0, grownMiB: 0, findings: [died] });
    }),
  );
}

async function main() {
  const names = values.reader === undefined ? Object.keys(readers) : [values.reader];
  const reports = [];
  for (const name of names) {
    const report = await reportOf(name);
    reports.push(report);
    if (values.json) continue;
    const { read, refused, slowestMs, grownMiB, findings } = report;
    console.log(
      `${name}: ${report.inputs} inputs, ${read} read, ${refused} refused, slowest ${slowestMs.toFixed(0)} ms of CPU, grew by ${grownMiB} MiB, ${findings.length} findings`,
    );
    for (const finding of findings) console.log(`  ${finding}`);
  }
  if (values.json) console.log(JSON.stringify(reports, null, 1));
  process.exitCode = reports.some(({ findings }) => findings.length > 0) ? 1 : 0;
}

if (process.send) {
  process.send(await fuzz(values.reader, inputs, from, (done) => process.send(done)));
  process.disconnect();
} else await main();
