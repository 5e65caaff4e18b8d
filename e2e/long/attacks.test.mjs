// Both suites of attacks in full: hostile submissions against each sandbox of this machine, and adaptive ones on hidden truth.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const scripts = fileURLToPath(new URL('../../scripts', import.meta.url));

function play(t, script, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(scripts, script), ...args], { encoding: 'utf8' });
  assert.equal(status, 0, `${stdout}\n${stderr}`);
  t.diagnostic(stdout.trim().split('\n').at(-1));
}

test('every sandbox holds against hostile submissions', (t) => play(t, 'hostile.mjs', '--failures'));
test('no adaptive attack gains more than its limit', (t) => play(t, 'attack.mjs'));
