import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ParticipantFault, ParticipantFaultCode, PlatformFault, PlatformFaultCode } from '@unblind/contracts';
import { limitFault, limitsFor, nodeCommand, nodeMounts } from '@unblind/sandbox';
import type { SandboxLimits, SandboxMount, SandboxProvider, SandboxResult } from '@unblind/sandbox';
import { ReaderAnswer, readyLine, type ReaderTask } from './reader-task';

const MiB = 1024 ** 2;
/** The answer's own line: an inspection with a few thousand operators and tensors. */
const answerBytes = MiB;

export interface ReaderRun {
  task: ReaderTask;
  /** The participant's file, if it is mounted. */
  mounts?: SandboxMount[];
  limits: SandboxLimits;
  /** What the file should be, for the fault of a file that is too expensive to read. */
  expected: string;
  signal?: AbortSignal | undefined;
}

/**
 * Reads a file in a process of its own. A process that dies or is stopped once it has started to read is the file's doing.
 * @throws ParticipantFault, PlatformFault
 */
export async function runReader(
  provider: SandboxProvider,
  { task, mounts = [], limits, expected, signal }: ReaderRun,
): Promise<{ answer: Exclude<ReaderAnswer, { fault: unknown }>; data: Buffer }> {
  const heapMebibytes = Math.floor((0.75 * limits.memoryBytes) / MiB);
  const result = await provider.run({
    command: [nodeCommand, `--max-old-space-size=${heapMebibytes}`, './reader/reader.cjs'],
    mounts: [...nodeMounts(), { source: compiledReader(), target: '/reader/reader.cjs' }, ...mounts],
    limits,
    stdin: JSON.stringify(task),
    ...(signal ? { signal } : {}),
  });
  const { stdout } = result;
  const start = readyLine.length + 1;
  if (!stdout.subarray(0, start).equals(Buffer.from(`${readyLine}\n`)) && result.limitHit !== 'output') throw notStarted(result);
  const end = stdout.indexOf('\n', start);
  const answer = ReaderAnswer.safeParse(end < 0 || end > start + answerBytes ? undefined : parseJson(stdout.toString('utf8', start, end)));
  if (result.limitHit !== null || result.exitCode !== 0 || !answer.success) throw tooExpensive(result, limits, expected);
  if (!('fault' in answer.data)) return { answer: answer.data, data: stdout.subarray(end + 1) };
  const { code, whose, ...parts } = answer.data.fault;
  if (whose === 'participant') throw new ParticipantFault(ParticipantFaultCode.parse(code), parts);
  throw new PlatformFault(PlatformFaultCode.parse(code), parts);
}

/** Limits of a reader. `outputBytes` is for the tensors. */
export function readerLimits({ memoryBytes, wallSeconds = 120, outputBytes = 0 }: Partial<SandboxLimits> & { memoryBytes: number }) {
  return { ...limitsFor({ memoryBytes, wallSeconds, cpus: 1 }), outputBytes: 2 * answerBytes + outputBytes };
}

export const bytesOf = (path: string): number => statSync(path).size;

function tooExpensive(result: SandboxResult, limits: SandboxLimits, expected: string): ParticipantFault {
  const hit = limitFault(result, limits);
  const how = result.signal ?? `exit code ${result.exitCode ?? 'unknown'}`;
  return new ParticipantFault('file-too-expensive', {
    message: hit ? `The file is too expensive to read: ${hit.detail.message}.` : `The process that read the file died (${how}).`,
    expected,
    ...(hit?.detail.got ? { got: hit.detail.got } : {}),
    fix: 'Send a file in one of the formats that the challenge names, with what it asks for and nothing else.',
    ...(hit?.detail.limit ? { limit: hit.detail.limit } : {}),
  });
}

function notStarted({ exitCode, signal, limitHit, stderrTail }: SandboxResult): PlatformFault {
  const how = limitHit ?? signal ?? `exit code ${exitCode ?? 'unknown'}`;
  return new PlatformFault('sandbox-broken', {
    message: `The process that reads files did not start (${how}): ${stderrTail.slice(-1000)}`,
    fix: 'Run `unblind runner doctor` on the runner.',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One file without dependencies, made by the build: next to this file in dist, or in dist if this runs from source (tests). */
function compiledReader(): string {
  const found = [join(__dirname, 'reader.cjs'), join(__dirname, '../../dist/reader/reader.cjs')].find((path) => existsSync(path));
  if (found === undefined) throw new Error('the reader is not compiled: run `npm run build -- --no-web`');
  return found;
}
