import { statfs } from 'node:fs/promises';
import { RunnerSelf, runnerProtocol } from '@unblind/contracts';
import type { SandboxProvider } from '@unblind/sandbox';
import { findGpu } from '../hardware/gpu';
import { sharedMachine } from '../hardware/shared-machine';
import { HostLease } from '../lease/host-lease';
import { makeRunnerFolder } from '../private-folder';
import { Connection, Refused } from './connection';
import { batchSystem } from './end-of-job';
import type { MachineSettings } from './settings';
import { followSite } from './site';
import { endOf } from './work-until-stopped';

/** What a runner with these settings would have to work with. `problem` is null where nothing is wrong. */
export interface Prospects {
  files: { folder: string; freeBytes: number; problem: string | null };
  gpu: { name: string | null; problem: string | null };
  /** Timings need the machine to themselves. */
  timings: { problem: string | null };
  end: { at: string | null; batchSystem: string | null };
  /** Null if it was not asked. `refused`: it answered, and does not let this token in. */
  platform: { url: string; self: RunnerSelf | null; problem: string | null; refused: boolean } | null;
}

/** How long a platform has to answer. */
const patienceMs = 15_000;

/** Finds out what a runner would have on this machine, and asks the platform what its token lets it have. */
export async function prospectsOf(
  settings: MachineSettings,
  models: SandboxProvider | null,
  platform: { url: string; token: string } | null,
): Promise<Prospects> {
  const { RUNNER_DIR: folder, CDI_SPEC_DIRS, HOST_LEASE, RUNNER_TIMES } = settings;
  followSite(process.env);
  const { gpu, reason } = await findGpu(models, CDI_SPEC_DIRS);
  const problem = await problemOf(async () => makeRunnerFolder(folder));
  const free = problem === null ? await statfs(folder) : { bavail: 0, bsize: 0 };
  const end = endOf(settings);
  return {
    files: { folder, freeBytes: free.bavail * free.bsize, problem },
    gpu: { name: gpu?.name ?? null, problem: reason },
    timings: { problem: sharedMachine(RUNNER_TIMES, process.env) ?? (await leaseProblem(HOST_LEASE)) },
    end: { at: end === null ? null : new Date(end).toISOString(), batchSystem: batchSystem(process.env) },
    platform: platform && (await askPlatform(platform)),
  };
}

const leaseProblem = (path: string): Promise<string | null> =>
  problemOf(async () => (await new HostLease(path).tryExclusive(new AbortController().signal))?.release());

async function askPlatform({ url, token }: { url: string; token: string }): Promise<Prospects['platform']> {
  let trouble = 'it did not answer';
  const connection = new Connection(url, token, (reason) => (trouble = reason));
  try {
    const self = RunnerSelf.parse(await connection.call('self', { method: 'GET', signal: AbortSignal.timeout(patienceMs) }));
    const other = `It speaks version ${self.protocol} of the protocol, this runner version ${runnerProtocol}: install the platform's release.`;
    return { url, self, problem: self.protocol === runnerProtocol ? null : other, refused: false };
  } catch (error) {
    if (error instanceof Refused) return { url, self: null, problem: error.message, refused: [401, 403].includes(error.status) };
    return { url, self: null, problem: `It cannot be reached: ${trouble}.`, refused: false };
  }
}

async function problemOf(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
