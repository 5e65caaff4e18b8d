import systemCalls from './allowed-system-calls.json';
import type { Bounds } from './bounds';

/**
 * A seccomp filter as the kernel reads it (classic BPF), compiled here so that no compiler or library is needed.
 * `allowed-system-calls.json` is the allow-list: name -> [number on x86_64, number on arm64]. The calls below are allowed only for
 * some arguments. All other calls return ENOSYS, which C libraries read as "not in this kernel" and work around: mount, unshare,
 * setns, ptrace, bpf, keyctl, io_uring, userfaultfd, perf_event_open, module and clock calls, System V and POSIX queues, and all
 * calls that future kernels add.
 */
export type Architecture = 'x64' | 'arm64';
export interface SeccompPolicy {
  architecture: Architecture;
  /**
   * Where no control group counts it, memory that lies in no address space is not to be had; and where rlimits are all there is, no
   * further process, and no buffers of sockets.
   */
  bounds: Bounds;
  /** True if the run uses a GPU. */
  gpu?: boolean;
}

type SystemCall = keyof typeof systemCalls;
/** Operation, jump if true, jump if false, operand. */
type Instruction = readonly [number, number, number, number];

const load = 0x20;
const jumpEqual = 0x15;
const jumpGreaterOrEqual = 0x35;
const jumpAnyBit = 0x45;
const and = 0x54;
const answer = 0x06;
const allowCall: Instruction = [answer, 0, 0, 0x7fff0000];
const killProcess: Instruction = [answer, 0, 0, 0x80000000];
const refuse = (errno: number): Instruction => [answer, 0, 0, 0x00050000 | errno];
export const errno = { EPERM: 1, ENOMEM: 12, ENOTTY: 25, ENOSYS: 38, EINVAL: 22, EAFNOSUPPORT: 97 } as const;

const loadNumber: Instruction = [load, 0, 0, 0];
const loadArchitecture: Instruction = [load, 0, 0, 4];
/** The low half of an argument; the kernel uses only 32 bits of those below. */
const loadArgument = (index: number): Instruction => [load, 0, 0, 16 + 8 * index];

const auditArchitecture = { x64: 0xc000003e, arm64: 0xc00000b7 } as const;
const numberColumn = { x64: 0, arm64: 1 } as const;

const CLONE_THREAD = 0x00010000;
export const cloneNamespaces = 0x7e020000;
const AF_UNIX = 1;
const MAP_SHARED = 0x01;
const MAP_ANONYMOUS = 0x20;
/**
 * Options of prctl, by which a process names itself and asks about or tightens its own settings. Not among them: PR_SET_PDEATHSIG (a
 * process without a parent-death signal would outlive the runner), PR_SET_PTRACER, PR_SET_MM, and those of future kernels.
 */
const prctlOptions = Object.values({
  PR_GET_PDEATHSIG: 2,
  PR_GET_DUMPABLE: 3,
  PR_SET_DUMPABLE: 4,
  PR_GET_KEEPCAPS: 7,
  PR_SET_KEEPCAPS: 8,
  PR_SET_NAME: 15,
  PR_GET_NAME: 16,
  PR_GET_SECCOMP: 21,
  PR_CAPBSET_READ: 23,
  PR_GET_SECUREBITS: 27,
  PR_SET_TIMERSLACK: 29,
  PR_GET_TIMERSLACK: 30,
  PR_SET_CHILD_SUBREAPER: 36,
  PR_GET_CHILD_SUBREAPER: 37,
  PR_SET_NO_NEW_PRIVS: 38,
  PR_GET_NO_NEW_PRIVS: 39,
  PR_GET_TID_ADDRESS: 40,
  PR_SET_THP_DISABLE: 41,
  PR_GET_THP_DISABLE: 42,
  PR_CAP_AMBIENT: 47,
  // C libraries name their mappings with it.
  PR_SET_VMA: 0x53564d41,
});
/** FIONREAD, FIONBIO, FIOCLEX, FIONCLEX, and the requests of isatty(): TCGETS, TIOCGWINSZ. None of them writes to a terminal. */
const ioctlRequests = [0x541b, 0x5421, 0x5451, 0x5450, 0x5401, 0x5413];
/**
 * Requests to NVIDIA's driver, as masks with the value that must remain: requests of type 'F' (/dev/nvidia*), and those to its unified
 * memory (/dev/nvidia-uvm), which are small numbers, plus its initialise and deinitialise requests. Only a run with a GPU has files
 * that accept them.
 */
const gpuRequests = [
  { mask: 0xff00, value: 0x4600 },
  { mask: 0xffffff00, value: 0 },
  { mask: 0xfffffffc, value: 0x30000000 },
];
/** F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC, seals. No record locks or pipe sizes, which use uncounted kernel memory. */
const fcntlCommands = [0, 1, 2, 3, 4, 1030, 1033, 1034];

/** The arguments for which a call is allowed; `oci-seccomp.ts` writes the same filter for container runtimes. */
export const argumentLists = { AF_UNIX, prctlOptions, ioctlRequests, gpuRequests, fcntlCommands } as const;

const allowedValues = (argument: number, values: readonly number[], otherwise: number): Instruction[] => [
  loadArgument(argument),
  ...values.flatMap((value): Instruction[] => [[jumpEqual, 0, 1, value], allowCall]),
  refuse(otherwise),
];

const allowedMasks = (argument: number, masks: typeof gpuRequests): Instruction[] =>
  masks.flatMap(({ mask, value }): Instruction[] => [loadArgument(argument), [and, 0, 0, mask], [jumpEqual, 0, 1, value], allowCall]);

/** Calls that are not to be had under other bounds than those of a control group. */
const treeRemoves: readonly SystemCall[] = ['memfd_create'];
const processRemoves: readonly SystemCall[] = [
  ...treeRemoves,
  ...(['fork', 'vfork', 'socket', 'socketpair'] as const),
  ...(['bind', 'listen', 'accept', 'accept4', 'connect', 'sendto', 'sendmsg', 'sendmmsg', 'recvmsg', 'recvmmsg'] as const),
];
const removedBy: Record<Bounds, readonly SystemCall[]> = { group: [], tree: treeRemoves, process: processRemoves };

/**
 * Pages of a shared mapping without a file stay after most of the mapping is gone, where neither rlimits nor a look at the process see
 * them.
 */
const noHiddenPages: Instruction[] = [
  loadArgument(3),
  [jumpAnyBit, 0, 2, MAP_ANONYMOUS],
  [jumpAnyBit, 0, 1, MAP_SHARED],
  refuse(errno.ENOMEM),
  allowCall,
];

/** Rules for calls that depend on arguments. Every path through a block ends in an answer. */
function argumentRules({ bounds, gpu = false }: SeccompPolicy): Partial<Record<SystemCall, Instruction[]>> {
  const processes = bounds !== 'process';
  const noNamespaces: Instruction[] = [loadArgument(0), [jumpAnyBit, 0, 1, cloneNamespaces], refuse(errno.EPERM)];
  return {
    // The flags of clone3 lie in memory, which a filter cannot read; C libraries fall back to clone.
    clone3: [refuse(errno.ENOSYS)],
    clone: processes ? [...noNamespaces, allowCall] : [...noNamespaces, [jumpAnyBit, 1, 0, CLONE_THREAD], refuse(errno.EPERM), allowCall],
    ...(processes
      ? { socket: allowedValues(0, [AF_UNIX], errno.EAFNOSUPPORT), socketpair: allowedValues(0, [AF_UNIX], errno.EAFNOSUPPORT) }
      : { fork: [refuse(errno.EPERM)], vfork: [refuse(errno.EPERM)], socket: [refuse(errno.EAFNOSUPPORT)] }),
    ioctl: [...(gpu ? allowedMasks(1, gpuRequests) : []), ...allowedValues(1, ioctlRequests, errno.ENOTTY)],
    fcntl: allowedValues(1, fcntlCommands, errno.EINVAL),
    prctl: allowedValues(0, prctlOptions, errno.EPERM),
    ...(bounds === 'group' ? {} : { mmap: noHiddenPages }),
  };
}

export function seccompInstructions(policy: SeccompPolicy): Instruction[] {
  const rules = argumentRules(policy);
  const numbers = new Map(
    Object.entries(systemCalls).flatMap(([name, columns]) => {
      const number = columns[numberColumn[policy.architecture]];
      return typeof number === 'number' ? [[name, number] as const] : [];
    }),
  );
  const program: Instruction[] = [loadArchitecture, [jumpEqual, 1, 0, auditArchitecture[policy.architecture]], killProcess, loadNumber];
  // The x32 calls of x86_64 have other numbers, which the list does not contain.
  if (policy.architecture === 'x64') program.push([jumpGreaterOrEqual, 0, 1, 0x40000000], killProcess);
  for (const [name, block] of Object.entries(rules)) {
    const number = numbers.get(name);
    if (number !== undefined) program.push([jumpEqual, 0, block.length, number], ...block);
  }
  const removed = new Set<string>([...Object.keys(rules), ...removedBy[policy.bounds]]);
  for (const [first, last] of ranges([...numbers].filter(([name]) => !removed.has(name)).map(([, number]) => number))) {
    program.push([jumpGreaterOrEqual, 0, 2, first], [jumpGreaterOrEqual, 1, 0, last + 1], allowCall);
  }
  program.push(refuse(errno.ENOSYS));
  return program;
}

function ranges(numbers: number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const number of numbers.sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found;
}

/** An array of `struct sock_filter`, the format of `bwrap --seccomp`. */
export function compileSeccomp(policy: SeccompPolicy): Buffer {
  const program = seccompInstructions(policy);
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([operation, ifTrue, ifFalse, operand], index) => {
    bytes.writeUInt16LE(operation, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(operand, index * 8 + 4);
  });
  return bytes;
}

export function seccompArchitecture(): Architecture | null {
  return process.arch === 'x64' || process.arch === 'arm64' ? process.arch : null;
}
