// Checks that need a machine of another kind: an emulated one with control groups of version 2 alone, or one with a GPU.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isInstalled } from '../../scripts/debian-packages.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = ['qemu-system-x86_64', 'busybox'].find((name) => !isInstalled(name));
const noEmulator = process.getuid() !== 0 ? 'the emulator needs root' : program && `${program} is not installed`;
const noCard = !isInstalled('nvidia-smi') && 'there is no NVIDIA GPU';

test('the sandbox of models holds where control groups are of version 2 alone', { skip: noEmulator }, () => {
  const command = ['node', 'packages/cli/bin/unblind.js', 'runner', 'doctor', '--quick'];
  succeeds('infra/cgroup2-check/cgroup2-check.sh', command);
});

test('models give the same answers on the GPU, and a container sees the card', { skip: noCard }, () => {
  succeeds(process.execPath, ['infra/gpu-check/gpu-check.mjs']);
});

function succeeds(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  assert.equal(status, 0, `${stdout}${stderr}`.slice(-4000));
}
