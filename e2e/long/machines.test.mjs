// Checks that need a machine of another kind: an emulated one with control groups of version 2 alone, or one with a GPU.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isInstalled } from '../../scripts/debian-packages.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** As cgroup2-check.sh says it. */
const kernelNotFetched = 75;
const noCard = !isInstalled('nvidia-smi') && 'there is no NVIDIA GPU';

test('the sandbox of models holds where control groups are of version 2 alone', { skip: whyNoEmulator() }, (t) => {
  const doctor = ['node', 'packages/cli/bin/unblind.js', 'runner', 'doctor', '--quick'];
  const { status, output } = run('infra/cgroup2-check/cgroup2-check.sh', doctor);
  if (status === kernelNotFetched) return t.skip("Debian's kernel cannot be fetched");
  assert.equal(status, 0, output);
});

test('models give the same answers on the GPU, and a container sees the card', { skip: noCard }, () => {
  const { status, output } = run(process.execPath, ['infra/gpu-check/gpu-check.mjs']);
  assert.equal(status, 0, output);
});

function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}`.slice(-4000) };
}

function whyNoEmulator() {
  if (process.arch !== 'x64') return 'the emulated machine is x86_64 and runs the files of this one';
  if (process.getuid() !== 0) return 'the emulator needs root';
  const program = ['qemu-system-x86_64', 'busybox'].find((name) => !isInstalled(name));
  return program && `${program} is not installed`;
}
