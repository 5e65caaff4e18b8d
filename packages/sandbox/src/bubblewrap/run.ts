import { spawn, type ChildProcess } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import { PlatformFault } from '@unblind/contracts';
import { endOf } from '../end-of-process';
import { withDriver } from '../gpu/with-driver';
import type { SandboxResult, SandboxSpec } from '../port';
import { withMemoryVerdict } from '../process-meter';
import { profile } from '../profile';
import { supervise, type Supervised } from '../supervise';
import { bwrapCommand } from './bwrap-arguments';
import { peakOf, type Cgroup } from '../linux/cgroup';
import { cgroupName, startTime } from '../linux/cgroup-lifetime';
import { explainFailure } from './explain-failure';
import type { Host } from './host';
import { guard } from '../linux/guard';
import { launchCommand, seccompDescriptor, statusDescriptor, type LaunchStep } from '../linux/launcher';
import { boundsOf, killWithChildren, meterOf, type FirstProcess } from './meter';
import { prlimitCommand } from './rlimits';
import { resolveSources, stage, stageWritable, type Staged } from '../linux/staging';

let runs = 0;

/** One run: creates the cgroup, starts launcher, bubblewrap and command, and removes everything afterwards. */
export async function runOn(host: Host, given: SandboxSpec): Promise<SandboxResult> {
  const spec = withDriver(given);
  const cgroup = host.cgroups?.create(cgroupName(runs++), spec.limits) ?? null;
  const dismiss = cgroup ? guard(host.programs.bash, cgroup) : () => undefined;
  let status: () => Status = () => ({ first: null, executed: false });
  const meter = meterOf(spec, cgroup, () => status().first);
  try {
    const child = launch(host, spec, cgroup);
    status = readStatus(child);
    const ended = await supervise(child, {
      spec,
      sample: () => meter.sample(),
      asleep: () => meter.asleep(),
      kill: () => {
        // Process 1 ends with its whole PID namespace. While the sandbox is being built, it does not die with bubblewrap.
        if (!cgroup && child.pid !== undefined) killWithChildren(child.pid);
        child.kill('SIGKILL');
      },
    });
    return toResult(cgroup ? ended : withMemoryVerdict(ended, spec.limits), cgroup, status());
  } finally {
    dismiss();
    if (!(await meter.end())) {
      const message = `processes of a run could not be killed: ${cgroup?.directories.join(', ') ?? `process ${status().first?.pid ?? 0}`}`;
      throw new PlatformFault('sandbox-broken', { message, fix: 'Restart the runner; if they are still there, restart the machine.' });
    }
  }
}

function launch(host: Host, spec: SandboxSpec, cgroup: Cgroup | null): ChildProcess {
  const { programs, isRoot, canDisableUserNamespaces } = host;
  const bounds = boundsOf(spec, cgroup);
  const staged = stagedFor(isRoot, spec);
  const steps: LaunchStep[] = [...staged.steps, ...(cgroup?.joinFiles ?? []).map((file): LaunchStep => ['join', file])];
  const command = launchCommand(
    programs.bash,
    steps,
    [
      ...(isRoot ? dropRoot(programs.setpriv) : []),
      ...(staged.scratch ? [programs.setpriv, '--inh-caps=-all', '--ambient-caps=-all', '--bounding-set=-all'] : []),
      ...prlimitCommand(programs.prlimit, spec.limits, bounds),
      ...bwrapCommand(spec, staged, { bwrap: programs.bwrap, canDisableUserNamespaces, bounds }),
    ],
    statusDescriptor,
  );
  const [program = '', ...args] = [...namespacesFor(programs.unshare, staged), ...command];
  const child = spawn(program, args, {
    env: {},
    cwd: '/',
    stdio: [spec.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
  });
  if (staged.output !== null) spec.output?.onFolder(`/proc/${child.pid ?? 0}/root${staged.output}`);
  const filter = child.stdio[seccompDescriptor];
  if (filter instanceof Writable) filter.on('error', () => undefined).end(host.seccomp({ bounds, gpu: spec.gpu !== undefined }));
  return child;
}

function stagedFor(isRoot: boolean, spec: SandboxSpec): Staged {
  const mounts = resolveSources(spec.mounts);
  if (isRoot) return stage(mounts, spec);
  return spec.image ? stageWritable(mounts, spec) : { mounts, root: null, output: null, scratch: null, steps: [] };
}

/** The command that makes the namespaces in which files are staged. An ordinary user may mount only in a user namespace. */
function namespacesFor(unshare: string, { steps, scratch }: Staged): string[] {
  if (steps.length === 0) return [];
  const user = scratch ? ['--user', '--map-current-user', '--keep-caps'] : [];
  return [unshare, ...user, '--mount', '--propagation', 'private'];
}

function dropRoot(setpriv: string): string[] {
  const uid = String(profile.hostUid);
  return [setpriv, '--reuid', uid, '--regid', uid, '--clear-groups', '--inh-caps=-all', '--bounding-set=-all'];
}

/** What bubblewrap reported on its status descriptor, which it closes before it executes the command. */
interface Status {
  /** The process that it started, as seen from this PID namespace. */
  first: FirstProcess | null;
  /** True once the command has ended; bubblewrap reports no exit code of a command that it could not execute. */
  executed: boolean;
}

function readStatus(child: ChildProcess): () => Status {
  let text = '';
  let first: FirstProcess | null = null;
  const status = child.stdio[statusDescriptor];
  if (status instanceof Readable)
    status.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString('latin1')).slice(0, 4096);
      const pid = Number(/"child-pid": (\d+)/.exec(text)?.[1] ?? 0);
      if (pid > 0) first ??= { pid, started: startTime(pid) };
    });
  return () => ({ first, executed: text.includes('"exit-code"') });
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
