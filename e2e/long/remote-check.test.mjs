// A runner at a site with nothing but outgoing HTTPS, and the platform's own: the same metrics to the last bit.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isInstalled } from '../../scripts/debian-packages.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const programs = { nft: 'nftables', ip: 'iproute2', openssl: 'openssl', bwrap: 'bubblewrap', setpriv: 'util-linux' };
const missing = Object.entries(programs).flatMap(([program, name]) => (isInstalled(program) ? [] : [name]));
const skip = whyNot();

test('a runner behind a firewall that passes only HTTPS to the platform gives its metrics, and listens nowhere', { skip }, (t) => {
  const script = join(root, 'infra/remote-check/remote-check.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--json'], { cwd: root, encoding: 'utf8' });
  assert.equal(status, 0, `${stdout}${stderr}`.slice(-6000));
  t.diagnostic(stdout.trim());
});

function whyNot() {
  if (process.getuid() !== 0) return 'a network namespace with a firewall needs root';
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`;
  const { status, stderr } = spawnSync('unshare', ['--net', 'nft', 'add', 'table', 'inet', 'site'], { encoding: 'utf8' });
  return status !== 0 && `the kernel has no nftables in a namespace: ${stderr.trim()}`;
}
