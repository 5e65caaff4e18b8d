import systemCalls from './allowed-system-calls.json';
import { compileSeccomp, seccompInstructions, type SeccompPolicy } from './seccomp';

const allow = 0x7fff0000;
const kill = 0x80000000;
const errno = (verdict: number): number | null => ((verdict & 0xffff0000) >>> 0 === 0x00050000 ? verdict & 0xffff : null);

/** Runs a filter as the kernel would, on struct seccomp_data { nr, arch, instruction pointer, args[6] }. */
function evaluate(policy: SeccompPolicy, architecture: number, number: number, args: number[] = []): number {
  const words = new Map([[0, number], [4, architecture], ...args.map((value, index) => [16 + 8 * index, value] as const)]);
  const program = seccompInstructions(policy);
  let accumulator = 0;
  for (let at = 0; at < program.length; at++) {
    const [operation, ifTrue, ifFalse, operand] = program[at] ?? [0, 0, 0, 0];
    if (operation === 0x20) accumulator = (words.get(operand) ?? 0) >>> 0;
    else if (operation === 0x54) accumulator = (accumulator & operand) >>> 0;
    else if (operation === 0x06) return operand;
    else {
      const holds =
        operation === 0x15
          ? accumulator === operand
          : operation === 0x35
            ? accumulator >= operand
            : operation === 0x45 && (accumulator & operand) !== 0;
      at += holds ? ifTrue : ifFalse;
    }
  }
  throw new Error('the program ran past its end');
}

const x64 = 0xc000003e;
const arm64 = 0xc00000b7;
const open: SeccompPolicy = { architecture: 'x64', bounds: 'group' };
const threadsOnly: SeccompPolicy = { architecture: 'x64', bounds: 'process' };
const call = (policy: SeccompPolicy, name: keyof typeof systemCalls, ...args: number[]): number =>
  evaluate(policy, policy.architecture === 'x64' ? x64 : arm64, systemCalls[name][policy.architecture === 'x64' ? 0 : 1] ?? -1, args);

describe('the system-call filter', () => {
  it('allows what is on the list, on both architectures', () => {
    for (const architecture of ['x64', 'arm64'] as const) {
      for (const name of ['read', 'mmap', 'futex', 'openat', 'execve', 'exit_group', 'epoll_ctl'] as const) {
        expect(call({ architecture, bounds: 'group' }, name)).toBe(allow);
      }
    }
  });

  it('answers ENOSYS to every number that is not on the list', () => {
    const listed = new Set(Object.values(systemCalls).map(([number]) => number));
    for (let number = 0; number < 600; number++) {
      if (!listed.has(number)) expect(errno(evaluate(open, x64, number))).toBe(38);
    }
  });

  it.each([
    ['ptrace', 101],
    ['mount', 165],
    ['unshare', 272],
    ['setns', 308],
    ['bpf', 321],
    ['keyctl', 250],
    ['add_key', 248],
    ['io_uring_setup', 425],
    ['userfaultfd', 323],
    ['perf_event_open', 298],
    ['process_vm_readv', 310],
    ['open_by_handle_at', 304],
    ['init_module', 175],
    ['kexec_load', 246],
    ['setuid', 105],
    ['shmget', 29],
    ['mq_open', 240],
    ['seccomp', 317],
    ['mknod', 133],
    ['chroot', 161],
    ['fsopen', 430],
    ['pidfd_getfd', 438],
    ['landlock_create_ruleset', 444],
    ['memfd_secret', 447],
  ])('has no %s', (_name, number) => {
    expect(errno(evaluate(open, x64, number))).toBe(38);
  });

  it('kills a process that calls by another architecture or by the x32 numbers', () => {
    expect(evaluate(open, 0x40000003, 1)).toBe(kill);
    expect(evaluate(open, x64, 0x40000001)).toBe(kill);
    expect(evaluate({ architecture: 'arm64', bounds: 'group' }, x64, 0)).toBe(kill);
  });

  it('lets threads and children start, but no namespaces', () => {
    const thread = 0x003d0f00;
    expect(call(open, 'clone', thread)).toBe(allow);
    expect(call(open, 'clone', 17)).toBe(allow);
    for (const namespace of [0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000]) {
      expect(errno(call(open, 'clone', namespace | 17))).toBe(1);
    }
    expect(errno(call(open, 'clone3'))).toBe(38);
  });

  it('lets only threads start where no cgroup counts processes', () => {
    expect(call(threadsOnly, 'clone', 0x003d0f00)).toBe(allow);
    expect(errno(call(threadsOnly, 'clone', 17))).toBe(1);
    expect(errno(call(threadsOnly, 'clone', 0x7e000000 | 0x10000))).toBe(1);
    for (const name of ['fork', 'vfork', 'socket', 'socketpair', 'memfd_create', 'sendmsg'] as const) {
      expect(errno(call(threadsOnly, name, 1))).not.toBeNull();
      expect(call(open, name, 1)).toBe(allow);
    }
  });

  it('lets processes start that a watchdog counts, and has no memory that it would not see', () => {
    const tree: SeccompPolicy = { architecture: 'x64', bounds: 'tree' };
    for (const name of ['fork', 'vfork', 'socketpair', 'sendmsg'] as const) expect(call(tree, name, 1)).toBe(allow);
    expect(call(tree, 'clone', 17)).toBe(allow);
    const [shared, fileless] = [0x01, 0x20];
    for (const policy of [tree, threadsOnly]) {
      expect(errno(call(policy, 'memfd_create'))).toBe(38);
      for (const flags of [shared | fileless, 0x03 | fileless]) expect(errno(call(policy, 'mmap', 0, 4096, 3, flags))).toBe(12);
      for (const flags of [0x02 | fileless, shared, 0x02]) expect(call(policy, 'mmap', 0, 4096, 3, flags)).toBe(allow);
    }
    expect(call(open, 'mmap', 0, 4096, 3, shared | fileless)).toBe(allow);
  });

  it('opens sockets of the local family only', () => {
    expect(call(open, 'socket', 1)).toBe(allow);
    for (const family of [2, 10, 16, 17, 38, 40]) expect(errno(call(open, 'socket', family))).toBe(97);
  });

  it('reads terminals at most, takes no record locks, keeps its parent-death signal', () => {
    expect(call(open, 'ioctl', 0, 0x5401)).toBe(allow);
    expect(errno(call(open, 'ioctl', 0, 0x5412))).toBe(25);
    expect(call(open, 'fcntl', 0, 3)).toBe(allow);
    expect(errno(call(open, 'fcntl', 0, 6))).toBe(22);
    // PR_SET_PDEATHSIG, PR_SET_MM, PR_SET_PTRACER.
    for (const option of [1, 35, 0x59616d61]) expect(errno(call(open, 'prctl', option, 0))).toBe(1);
    expect(call(open, 'prctl', 15, 0)).toBe(allow);
  });

  it("passes the requests of NVIDIA's driver on where a run has a GPU, and nowhere else", () => {
    const withGpu: SeccompPolicy = { ...open, gpu: true };
    // NV_ESC_RM_ALLOC, NV_ESC_REGISTER_FD, UVM_MAP_EXTERNAL_ALLOCATION, UVM_INITIALIZE.
    for (const request of [0xc030462b, 0xc00446c9, 33, 0x30000001]) {
      expect(call(withGpu, 'ioctl', 5, request)).toBe(allow);
      expect(errno(call(open, 'ioctl', 5, request))).toBe(25);
    }
    expect(call(withGpu, 'ioctl', 0, 0x5401)).toBe(allow);
    // Typing into a terminal, attaching a disk image.
    for (const request of [0x5412, 0x4c00]) expect(errno(call(withGpu, 'ioctl', 0, request))).toBe(25);
  });

  it('compiles to the eight bytes per instruction that the kernel takes, below its limit', () => {
    for (const architecture of ['x64', 'arm64'] as const) {
      const bytes = compileSeccomp({ architecture, bounds: 'group' });
      expect(bytes.length / 8).toBe(seccompInstructions({ architecture, bounds: 'group' }).length);
      expect(bytes.length / 8).toBeLessThan(4096);
    }
  });
});
