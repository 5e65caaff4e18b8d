import { setTimeout as sleep } from 'node:timers/promises';
import { notInKernel, sandboxed, verdictOf, type Attack, type Target } from './attack';

/** Perl makes any system call by its number (x86_64). It must not return 0 or more; `$b` is an empty buffer. */
const call = (name: string, number: number, ...args: (number | string)[]): Attack => ({
  name,
  expected: 'contained',
  async run(target) {
    // Copies: perl hands pointers to writable values only.
    const script = `my $b = "\\0" x 256; my @a = (${args.join(', ')}); my $r = syscall(${number}, @a); print $r >= 0 ? "PWNED $r" : "errno " . ($! + 0)`;
    const result = await sandboxed(target, ['perl', '-e', script]);
    const said = result.stdout.toString('latin1');
    // Without a sandbox, ENOSYS and EAFNOSUPPORT are the kernel's own words.
    if (target.provider.name === 'unsafe-local' && /errno (38|97)$/.test(said)) return notInKernel;
    // A filter that kills is as good as one that refuses; an attack that is not made proves nothing.
    return said === '' && result.signal === null ? `not made: ${result.stderrTail}` : verdictOf(result, /PWNED/);
  },
});

const perl = (name: string, script: (target: Target) => string): Attack => ({
  name,
  expected: 'contained',
  async run(target) {
    const before = target.secrets.reached();
    const verdict = verdictOf(await sandboxed(target, ['perl', '-e', script(target)]), /PWNED/);
    // Who came is counted a moment later.
    await sleep(30);
    return target.secrets.reached() === before ? verdict : 'got: a connection to the host';
  },
});

const socket = (name: string, family: number, type: number, protocol = 0): Attack => call(name, 41, family, type, protocol);

const CLONE_NEWUSER = 0x10000000;
const CLONE_NEWNET = 0x40000000;
const CLONE_NEWNS = 0x20000;

export const systemCallAttacks: Attack[] = [
  perl(
    "connect to a port of the host's loopback",
    ({ secrets }) =>
      `use IO::Socket::INET; print "PWNED" if IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => ${secrets.port}, Timeout => 1)`,
  ),
  perl(
    'ask the metadata address',
    () => 'use IO::Socket::INET; print "PWNED" if IO::Socket::INET->new(PeerAddr => "169.254.169.254", PeerPort => 80, Timeout => 1)',
  ),
  perl(
    'send a datagram outwards',
    () =>
      'use Socket; socket(my $s, AF_INET, SOCK_DGRAM, 0) && send($s, "x", 0, pack_sockaddr_in(53, inet_aton("192.0.2.1"))) && print "PWNED"',
  ),
  perl(
    'connect to a Unix socket of the host',
    ({ secrets }) =>
      `use Socket; socket(my $s, AF_UNIX, SOCK_STREAM, 0); connect($s, pack_sockaddr_un("${secrets.socketPath}")) && print "PWNED"`,
  ),
  perl(
    'connect to an abstract socket of the host',
    ({ secrets }) =>
      `use Socket; socket(my $s, AF_UNIX, SOCK_STREAM, 0); connect($s, pack("Sa108", AF_UNIX, "\\0${secrets.abstractName}")) && print "PWNED"`,
  ),
  socket('open a TCP socket', 2, 1),
  socket('open an IPv6 socket', 10, 1),
  socket('open a raw socket', 2, 3, 1),
  socket('open a vsock', 40, 1),
  socket('open a netlink socket', 16, 3),
  socket('open a packet socket', 17, 3),
  socket("open a socket of the kernel's cryptography (AF_ALG)", 38, 5),
  socket('open a Bluetooth socket', 31, 3),
  call('mount a file system', 165, '"none"', '"/tmp"', '"tmpfs"', 0, 0),
  call('open a file system by fsopen', 430, '"tmpfs"', 0),
  call('copy the mounts by open_tree', 428, -100, '"/"', 1),
  call('hide memory from the kernel (memfd_secret)', 447, 0),
  call('unmount /proc', 166, '"/proc"', 2),
  call('change its root', 161, '"/tmp"'),
  call('pivot its root', 155, '"/tmp"', '"/tmp"'),
  call('make a user namespace', 272, CLONE_NEWUSER),
  call('make a network namespace', 272, CLONE_NEWNET),
  call('make a mount namespace', 272, CLONE_NEWNS),
  call('clone into a user namespace', 56, CLONE_NEWUSER | 17, 0, 0, 0, 0),
  call('clone3 into a user namespace', 435, `pack("Q11", ${CLONE_NEWUSER}, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0)`, 88),
  perl(
    'enter the namespaces of process 1',
    () => 'open(my $f, "<", "/proc/1/ns/mnt"); my $r = syscall(308, fileno($f) // -1, 0); print "PWNED" if $r >= 0',
  ),
  call('trace process 1', 101, 0x4206, 1, 0, 0),
  call('read the memory of process 1', 310, 1, '$b', 1, '$b', 1, 0),
  call('take a descriptor of process 1', 438, 3, 0, 0),
  call('read a kernel keyring', 250, 0, -3, 1),
  call('add a key to the kernel', 248, '"user"', '"x"', '"y"', 1, -3),
  call('make a BPF map', 321, 0, 'pack("LLLLx56", 1, 4, 8, 1)', 72),
  call('set up io_uring', 425, 4, '$b'),
  call('handle page faults (userfaultfd)', 323, 1),
  call('count performance events', 298, '$b', 0, -1, -1, 0),
  call('load a kernel module', 175, '$b', 0, '""'),
  call('load another kernel', 246, 0, 0, 0, 0),
  call('open a file by its handle', 304, -100, '$b', 0),
  call('watch a file system', 300, 0, 0),
  call('change a segment table', 154, 1, '$b', 16),
  call('set the clock', 227, 0, 'pack("qq", 0, 0)'),
  call('set the host name', 170, '"pwned"', 5),
  call('use swap', 167, '"/tmp/x"', 0),
  call('restart the machine', 169, 0xfee1dead, 672274793, 0x01234567, 0),
  call('read the kernel log by syslog', 103, 3, '$b', 100),
  call('take System V shared memory of the host', 29, 0x5eed, 4096, 0o1600),
  call('make a message queue', 240, '"q"', 0o102, 0o600, 0),
  call('become root', 105, 0),
  call('take capabilities', 126, 'pack("LL", 0x20080522, 0)', 'pack("L6", 0xffffffff, 0xffffffff, 0, 0xffffffff, 0xffffffff, 0)'),
  call('outlive the runner', 157, 1, 0),
  call('change its memory map (PR_SET_MM)', 157, 35, 7, 0, 0, 0),
  call('run at real-time priority', 144, 0, 1, 'pack("l", 1)'),
  call('have more than its share', 141, 0, 0, -20),
  call('lock 64 MiB in memory', 149, '"x" x (64 << 20)', 64 << 20),
  call('raise its number of files', 160, 7, 'pack("QQ", 1 << 20, 1 << 20)'),
  call('raise the size of core dumps', 160, 4, 'pack("QQ", 1 << 40, 1 << 40)'),
  call('type into a terminal', 16, 0, 0x5412, '"x"'),
  perl('signal all processes', () => 'print "PWNED" if kill(0, -1) > 0 && kill(0, 2 .. 4000) > 3'),
];
