#!/usr/bin/env node
// Every check of the repository, in the order in which they fail fastest, and one closing line of counts.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countedByReason, skippedByJest, skippedByPlaywright } from './skips.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => join(root, 'node_modules/.bin', name);
const reports = mkdtempSync(join(tmpdir(), 'unblind-test-'));
const counts = { passed: 0, failed: 0 };
/** One reason per skipped test. */
const skipped = [];
const broken = [];

function check(name, command, args, env = {}) {
  const started = Date.now();
  console.log(`\n## ${name}`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  console.log(`## ${name}: ${status === 0 ? 'ok' : 'FAILED'} (${((Date.now() - started) / 1000).toFixed(0)} s)`);
  if (status !== 0) broken.push(name);
}

function count(file, read) {
  try {
    const { passed, failed, reasons } = read(JSON.parse(readFileSync(join(reports, file), 'utf8')));
    counts.passed += passed;
    counts.failed += failed;
    skipped.push(...reasons);
  } catch (error) {
    broken.push(`${file}: ${error.message}`);
  }
}

for (const project of ['.', 'apps/web', 'e2e']) check(`types of ${project}`, process.execPath, [bin('tsc'), '--noEmit', '-p', project]);
check('lint', process.execPath, [bin('eslint'), '.']);
check('cycles and accessibility', process.execPath, [bin('oxlint')]);
check('dependencies and exports', process.execPath, [bin('knip'), '--no-progress']);
check('format', process.execPath, [bin('prettier'), '--check', '--log-level', 'warn', '.']);
check('unit and service tests', process.execPath, [bin('jest'), '--json', `--outputFile=${join(reports, 'jest.json')}`]);
count('jest.json', (r) => ({
  passed: r.numPassedTests,
  failed: r.numFailedTests + r.numRuntimeErrorTestSuites,
  reasons: skippedByJest(r),
}));
check('attack suite', process.execPath, [join(root, 'scripts/attack.mjs'), '--short']);
check('end to end', process.execPath, [join(root, 'scripts/e2e.mjs')], { E2E_REPORT: join(reports, 'e2e.json') });
count('e2e.json', (r) => ({
  passed: r.stats.expected,
  failed: r.stats.unexpected + r.stats.flaky,
  reasons: skippedByPlaywright(r),
}));
rmSync(reports, { recursive: true, force: true });

if (broken.length > 0) console.log(`\nFailed: ${broken.join(', ')}`);
const failed = Math.max(counts.failed, broken.length > 0 ? 1 : 0);
if (skipped.length > 0)
  console.log(
    `\nSkipped tests:\n${countedByReason(skipped)
      .map((line) => `  ${line}`)
      .join('\n')}`,
  );
console.log(`\nTests: ${counts.passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exit(failed > 0 ? 1 : 0);
