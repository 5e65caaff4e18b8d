// Some hundred evaluations over three runners elsewhere that are killed, whose lines are cut, and one of whose clocks is a minute ahead. FAULT_EVALUATIONS=1000 takes a
// thousand, which is too long for each change.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('runners that fail lose no evaluation, score none twice, and blame nobody', (t) => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'node_modules/.bin/jest'), 'apps/runner/test/faults', '--forceExit'], {
    cwd: root,
    encoding: 'utf8',
    env: { FAULT_EVALUATIONS: '200', ...process.env },
  });
  assert.equal(status, 0, stderr);
  t.diagnostic(stderr.split('\n').find((line) => line.includes('✓')) ?? '');
});
