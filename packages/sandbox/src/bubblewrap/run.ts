import { spawn, type ChildProcess } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import { PlatformFault } from '@unblind/contracts';
import { endOf } from '../end-of-process';
import { withDriver } from '../gpu/with-driver';
import type { SandboxResult, SandboxSpec } from '../port';
import { sampleProcess, withMemoryVerdict } from '../process-meter';
import { profile } from '../profile';
import { supervise, type Sample, type Supervised } from '../supervise';
import { bwrapCommand } from './bwrap-arguments';
import { peakOf, processesIn, sampleCgroup, type Cgroup } from '../linux/cgroup';
import { cgroupName, destroyCgroup } from '../linux/cgroup-lifetime';
import { explainFailure } from './explain-failure';
import type { Host } from './host';
import { guard } from '../linux/guard';
import { launchCommand, seccompDescriptor, statusDescriptor, type LaunchStep } from '../linux/launcher';
import { prlimitCommand } from './rlimits';
import { resolveSources, stage } from '../linux/staging';
import { allAsleep } from '../linux/thread-states';

let runs = 0;

/** One run: creates the cgroup, starts launcher, bubblewrap and command, and removes everything afterwards. */
export async function runOn(host: Host, given: SandboxSpec): Promise<SandboxResult> {
  const spec = withDriver(given);
  const cgroup = host.cgroups?.create(cgroupName(runs++), spec.limits) ?? null;
  const dismiss = cgroup ? guard(host.programs.bash, cgroup) : () => undefined;
  try {
    const child = launch(host, spec, cgroup);
    const status = readStatus(child);
    const ended = await supervise(child, {
      spec,
      sample: () => (cgroup ? sampleCgroup(cgroup) : sampleCommand(status().pid, spec)),
      asleep: () => allAsleep(cgroup ? cgroup.directories.slice(0, 1).flatMap(processesIn) : [status().pid ?? []].flat()),
      // When bubblewrap dies, its parent-death signal kills process 1 of the sandbox, which ends the whole PID namespace.
      kill: () => child.kill('SIGKILL'),
    });
    return toResult(cgroup ? ended : withMemoryVerdict(ended, spec.limits), cgroup, status());
  } finally {
    dismiss();
    if (cgroup && !(await destroyCgroup(cgroup.directories))) {
      const message = `processes of a run could not be killed: ${cgroup.directories.join(', ')}`;
      throw new PlatformFault('sandbox-broken', { message, fix: 'Restart the runner; if they are still there, restart the machine.' });
    }
  }
}

function launch(host: Host, spec: SandboxSpec, cgroup: Cgroup | null): ChildProcess {
  const { programs, isRoot } = host;
  const mounts = resolveSources(spec.mounts);
  const staged = isRoot ? stage(mounts, spec) : { mounts, root: null, output: null, steps: [] };
  const steps: LaunchStep[] = [...staged.steps, ...(cgroup?.joinFiles ?? []).map((file): LaunchStep => ['join', file])];
  const command = launchCommand(
    programs.bash,
    steps,
    [
      ...(isRoot ? dropRoot(programs.setpriv) : []),
      ...prlimitCommand(programs.prlimit, spec.limits, cgroup !== null),
      ...bwrapCommand(spec, staged, {
        bwrap: programs.bwrap,
        canDisableUserNamespaces: host.canDisableUserNamespaces,
        writableTmp: cgroup !== null,
      }),
    ],
    statusDescriptor,
  );
  const [program = '', ...args] = staged.steps.length > 0 ? [programs.unshare, '--mount', '--propagation', 'private', ...command] : command;
  const child = spawn(program, args, {
    env: {},
    cwd: '/',
    stdio: [spec.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
  });
  if (staged.output !== null) spec.output?.onFolder(`/proc/${child.pid ?? 0}/root${staged.output}`);
  const filter = child.stdio[seccompDescriptor];
  if (filter instanceof Writable) filter.on('error', () => undefined).end(host.seccomp(spec.gpu !== undefined));
  return child;
}

function dropRoot(setpriv: string): string[] {
  const uid = String(profile.hostUid);
  return [setpriv, '--reuid', uid, '--regid', uid, '--clear-groups', '--inh-caps=-all', '--bounding-set=-all'];
}

/** What bubblewrap reported on its status descriptor, which it closes before it executes the command. */
interface Status {
  /** The process that it started, as seen from this PID namespace. */
  pid: number | null;
  /** True once the command has ended; bubblewrap reports no exit code of a command that it could not execute. */
  executed: boolean;
}

function readStatus(child: ChildProcess): () => Status {
  let text = '';
  const status = child.stdio[statusDescriptor];
  if (status instanceof Readable) status.on('data', (chunk: Buffer) => (text = (text + chunk.toString('latin1')).slice(0, 4096)));
  return () => ({ pid: Number(/"child-pid": (\d+)/.exec(text)?.[1] ?? 0) || null, executed: text.includes('"exit-code"') });
}

function sampleCommand(pid: number | null, { limits }: SandboxSpec): Sample {
  return pid === null ? { cpuSeconds: 0, memoryBytes: 0, hit: null } : sampleProcess(pid, limits);
}

function toResult(ended: Supervised, cgroup: Cgroup | null, { executed }: Status): SandboxResult {
  const { limitHit, stdout, stderrTail, wallSeconds, cpuSeconds, idleSeconds } = ended;
  if (limitHit === null && !executed && !commandIsMissing(stderrTail)) {
    const { reason, fix } = explainFailure(stderrTail);
    throw new PlatformFault('sandbox-broken', { message: reason, fix });
  }
  const usage = { wallSeconds, cpuSeconds, idleSeconds, peakMemoryBytes: peakOf(ended, cgroup) };
  return { ...endOf(ended), limitHit, stdout, stderrTail, usage };
}

/** A command or working folder that the image lacks is the participant's fault. Only for a command that was not executed: stderr is then bubblewrap's own. */
function commandIsMissing(stderr: string): boolean {
  return /^bwrap: (execvp|Can't chdir)/.test(stderr);
}
