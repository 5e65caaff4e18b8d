import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlatformFault } from '@unblind/contracts';
import { endOf } from '../end-of-process';
import { peakOf, processesIn, sampleCgroup, type Cgroup } from '../linux/cgroup';
import { cgroupName, destroyCgroup, killAll } from '../linux/cgroup-lifetime';
import { guard } from '../linux/guard';
import { withDriver } from '../gpu/with-driver';
import { fillEmptyRoot } from '../linux/empty-root';
import { launchCommand, type LaunchStep } from '../linux/launcher';
import { resolveSources, stage } from '../linux/staging';
import { allAsleep } from '../linux/thread-states';
import type { SandboxResult, SandboxSpec } from '../port';
import { supervise, type Supervised } from '../supervise';
import { makeBundle, type Bundle } from './bundle';
import type { OciHost } from './host';
import { runtimeConfig } from './runtime-config';

const lastStream = 2;
let runs = 0;

/** One run: creates control group and bundle, starts runtime and command, and removes everything afterwards. */
export async function runOnRuntime(host: OciHost, given: SandboxSpec): Promise<SandboxResult> {
  const spec = withDriver(given);
  // Sandboxes of several providers in one process share the parent group.
  const name = `${cgroupName(runs++)}-oci`;
  const processes = host.runtime.hostProcesses?.(spec.limits) ?? spec.limits.processes;
  const cgroup = host.cgroups.create(name, { ...spec.limits, processes });
  const bundle = makeBundle();
  const dismiss = guard(host.programs.bash, cgroup);
  try {
    const child = launch(host, spec, { name, cgroup, bundle });
    const ended = await supervise(child, {
      spec,
      sample: () => (exists(cgroup) ? sampleCgroup(cgroup) : { cpuSeconds: 0, memoryBytes: 0, hit: null }),
      asleep: () => allAsleep(cgroup.directories.slice(0, 1).flatMap(processesIn)),
      // The runtime cannot pass a SIGKILL on, so the processes in the group are killed as well.
      kill: () => {
        child.kill('SIGKILL');
        cgroup.directories.forEach(killAll);
      },
    });
    return toResult(ended, cgroup, bundle);
  } finally {
    dismiss();
    const dead = await destroyCgroup([...cgroup.directories, ...host.cgroups.elsewhere.map((parent) => join(parent, name))]);
    rmSync(bundle.folder, { recursive: true, force: true });
    if (!dead) {
      const message = `processes of a run could not be killed: ${cgroup.directories.join(', ')}`;
      throw new PlatformFault('sandbox-broken', { message, fix: 'Restart the runner; if they are still there, restart the machine.' });
    }
  }
}

function launch(
  host: OciHost,
  spec: SandboxSpec,
  { name, cgroup, bundle }: { name: string; cgroup: Cgroup; bundle: Bundle },
): ChildProcess {
  const { runtime } = host;
  const { bash, unshare } = host.programs;
  const staged = stage(resolveSources(spec.mounts), spec);
  const system = spec.image ? [] : fillEmptyRoot(bundle.emptyRoot, spec);
  const root = staged.root ?? bundle.emptyRoot;
  const mounts = [...system, ...staged.mounts];
  writeFileSync(bundle.configFile, JSON.stringify(runtimeConfig({ runtime, spec, cgroup, staged: { ...staged, mounts }, root })));
  const steps: LaunchStep[] = [
    ...staged.steps,
    ...(runtime.joins === 'launcher' ? cgroup.joinFiles : []).map((file): LaunchStep => ['join', file]),
    ...runtime.covers.filter((path) => existsSync(path)).map((path): LaunchStep => ['tmpfs', path]),
  ];
  const options = [`--root=${bundle.stateFolder}`, ...runtime.flags(bundle.logFile)];
  const start = [
    host.programs.runtime,
    ...options,
    'run',
    ...runtime.runFlags,
    `--pid-file=${bundle.pidFile}`,
    `--bundle=${bundle.folder}`,
    name,
  ];
  const command = launchCommand(bash, steps, start, lastStream);
  const child = spawn(unshare, ['--mount', '--propagation', 'private', ...command], {
    env: {},
    cwd: '/',
    stdio: [spec.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  if (staged.output !== null) spec.output?.onFolder(`/proc/${child.pid ?? 0}/root${staged.output}`);
  return child;
}

/** False after a failed start, because the runtime then removes the group. */
const exists = ({ directories }: Cgroup): boolean => directories.every((directory) => existsSync(directory));

function toResult(ended: Supervised, cgroup: Cgroup, bundle: Bundle): SandboxResult {
  const { limitHit, stdout, stderrTail, wallSeconds, cpuSeconds, idleSeconds } = ended;
  // The runtime writes this file once the sandbox is built; what happens afterwards is the command's doing.
  const built = existsSync(bundle.pidFile);
  const refusal = limitHit === null && !built ? (runtimeError(bundle.logFile) ?? 'it gave no reason') : null;
  // A command that is missing or not executable is the image's fault, not the platform's.
  if (refusal !== null && !/exec: |executable|failed to load|chdir|working directory/.test(refusal)) {
    const message = `the container runtime could not build the sandbox: ${refusal}`;
    throw new PlatformFault('sandbox-broken', { message, fix: 'Run `unblind runner doctor` on the runner.' });
  }
  const usage = { wallSeconds, cpuSeconds, idleSeconds, peakMemoryBytes: peakOf(ended, exists(cgroup) ? cgroup : null) };
  return { ...endOf(ended), limitHit, stdout, stderrTail: refusal ?? stderrTail, usage };
}

/** The last error in the runtime's log, to which the command cannot write; null if there is none. */
function runtimeError(logFile: string): string | null {
  try {
    const lines = readFileSync(logFile, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"level":"error"'));
    return lines.at(-1)?.slice(0, 1000) ?? null;
  } catch {
    return null;
  }
}
