import systemCalls from './allowed-system-calls.json';

/**
 * A seccomp filter as the kernel reads it (classic BPF), compiled here so that no compiler or library is needed.
 * `allowed-system-calls.json` is the allow-list: name -> [number on x86_64, number on arm64]. The calls below are allowed for
 * some arguments only. Whatever is not listed answers ENOSYS, which C libraries take as "not in this kernel" and work around:
 * mount, unshare, setns, ptrace, bpf, keyctl, io_uring, userfaultfd, perf_event_open, module and clock calls, System V and
 * POSIX queues, and all that future kernels add.
 */
export type Architecture = 'x64' | 'arm64';
export interface SeccompPolicy {
  architecture: Architecture;
  /** false where no cgroup counts them: threads only, and no memory or buffers outside the address space. */
  processes: boolean;
  /** Of a run that is given one. */
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
export const errno = { EPERM: 1, ENOTTY: 25, ENOSYS: 38, EINVAL: 22, EAFNOSUPPORT: 97 } as const;

const loadNumber: Instruction = [load, 0, 0, 0];
const loadArchitecture: Instruction = [load, 0, 0, 4];
/** The low half of an argument; all those below are 32 bits wide to the kernel. */
const loadArgument = (index: number): Instruction => [load, 0, 0, 16 + 8 * index];

const auditArchitecture = { x64: 0xc000003e, arm64: 0xc00000b7 } as const;
const numberColumn = { x64: 0, arm64: 1 } as const;

const CLONE_THREAD = 0x00010000;
export const cloneNamespaces = 0x7e020000;
const AF_UNIX = 1;
const PR_SET_PDEATHSIG = 1;
/** FIONREAD, FIONBIO, FIOCLEX, FIONCLEX, and what isatty() asks: TCGETS, TIOCGWINSZ. No terminal can be written to. */
const ioctlRequests = [0x541b, 0x5421, 0x5451, 0x5450, 0x5401, 0x5413];
/**
 * What NVIDIA's driver is asked, as masks and what they leave: requests of the type 'F' (/dev/nvidia*), and those of its unified
 * memory (/dev/nvidia-uvm), which are small numbers and two that begin and end. Only a run with a GPU has files that know them.
 */
const gpuRequests = [
  { mask: 0xff00, value: 0x4600 },
  { mask: 0xffffff00, value: 0 },
  { mask: 0xfffffffc, value: 0x30000000 },
];
/** F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC, seals. No record locks or pipe sizes: kernel memory nobody counts. */
const fcntlCommands = [0, 1, 2, 3, 4, 1030, 1033, 1034];

/** The arguments for which a call is allowed, for whoever else writes the same filter. */
export const argumentLists = { AF_UNIX, PR_SET_PDEATHSIG, ioctlRequests, gpuRequests, fcntlCommands } as const;

const allowedValues = (argument: number, values: readonly number[], otherwise: number): Instruction[] => [
  loadArgument(argument),
  ...values.flatMap((value): Instruction[] => [[jumpEqual, 0, 1, value], allowCall]),
  refuse(otherwise),
];

const allowedMasks = (argument: number, masks: typeof gpuRequests): Instruction[] =>
  masks.flatMap(({ mask, value }): Instruction[] => [loadArgument(argument), [and, 0, 0, mask], [jumpEqual, 0, 1, value], allowCall]);

const threadsOnlyRemoves: readonly SystemCall[] = [
  ...(['fork', 'vfork', 'memfd_create', 'socket', 'socketpair'] as const),
  ...(['bind', 'listen', 'accept', 'accept4', 'connect', 'sendto', 'sendmsg', 'sendmmsg', 'recvmsg', 'recvmmsg'] as const),
];

/** Calls whose arguments decide. Each block ends in an answer on every path. */
function argumentRules({ processes, gpu = false }: SeccompPolicy): Partial<Record<SystemCall, Instruction[]>> {
  const noNamespaces: Instruction[] = [loadArgument(0), [jumpAnyBit, 0, 1, cloneNamespaces], refuse(errno.EPERM)];
  return {
    // Its flags lie in memory, where a filter cannot look; C libraries fall back to clone.
    clone3: [refuse(errno.ENOSYS)],
    clone: processes ? [...noNamespaces, allowCall] : [...noNamespaces, [jumpAnyBit, 1, 0, CLONE_THREAD], refuse(errno.EPERM), allowCall],
    ...(processes
      ? { socket: allowedValues(0, [AF_UNIX], errno.EAFNOSUPPORT), socketpair: allowedValues(0, [AF_UNIX], errno.EAFNOSUPPORT) }
      : { fork: [refuse(errno.EPERM)], vfork: [refuse(errno.EPERM)], socket: [refuse(errno.EAFNOSUPPORT)] }),
    ioctl: [...(gpu ? allowedMasks(1, gpuRequests) : []), ...allowedValues(1, ioctlRequests, errno.ENOTTY)],
    fcntl: allowedValues(1, fcntlCommands, errno.EINVAL),
    // Who clears its parent-death signal outlives the runner.
    prctl: [loadArgument(0), [jumpEqual, 0, 1, PR_SET_PDEATHSIG], refuse(errno.EPERM), allowCall],
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
  // The x32 calls of x86_64 have their own numbers, which the list does not know.
  if (policy.architecture === 'x64') program.push([jumpGreaterOrEqual, 0, 1, 0x40000000], killProcess);
  for (const [name, block] of Object.entries(rules)) {
    const number = numbers.get(name);
    if (number !== undefined) program.push([jumpEqual, 0, block.length, number], ...block);
  }
  const removed = new Set<string>([...Object.keys(rules), ...(policy.processes ? [] : threadsOnlyRemoves)]);
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
    if (last && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found;
}

/** An array of `struct sock_filter`, which is what `bwrap --seccomp` reads. */
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
