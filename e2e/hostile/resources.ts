import { sandboxed, verdictOf, type Attack, type Target } from './attack';
import type { SandboxLimits } from '@unblind/sandbox';

const MiB = 1024 ** 2;

interface Options {
  expected: string;
  bounds?: Partial<SandboxLimits>;
}

const shell = (name: string, script: (target: Target) => string, { expected, bounds }: Options): Attack => ({
  name,
  expected,
  run: async (target) =>
    verdictOf(await sandboxed(target, ['sh', '-c', `${script(target)}; : ${target.token}`], bounds ? { bounds } : {}), /PWNED/),
});
const perl = (name: string, script: string, { expected, bounds }: Options): Attack => ({
  name,
  expected,
  run: async (target) =>
    verdictOf(await sandboxed(target, ['perl', '-e', `${script} # ${target.token}`], bounds ? { bounds } : {}), /PWNED/),
});

const contained = { expected: 'contained' };

/** What it would take the machine down with is bounded here too, so that a sandbox that does not hold is found out and survived. */
export const resourceAttacks: Attack[] = [
  shell('fork bomb', () => 'i=0; while [ $i -lt 300 ]; do sleep 9 & i=$((i+1)); done; wait', {
    expected: 'killed: processes',
    bounds: { processes: 32 },
  }),
  perl('forks that fork', 'for (1 .. 9) { fork } sleep 9', { expected: 'killed: processes', bounds: { processes: 32 } }),
  perl('exhaust memory', 'my @a; push @a, "x" x (8 << 20) for 1 .. 128', {
    expected: 'killed: memory',
    bounds: { memoryBytes: 128 * MiB },
  }),
  shell('exhaust memory in a child', () => `perl -e 'my @a; push @a, "x" x (8 << 20) for 1 .. 128'; sleep 9`, {
    expected: 'killed: memory',
    bounds: { memoryBytes: 128 * MiB },
  }),
  shell(
    'exhaust memory by many small children',
    () => `for i in 1 2 3 4 5 6 7 8; do perl -e '$x = "x" x (24 << 20); sleep 9' & done; wait`,
    { expected: 'killed: memory', bounds: { memoryBytes: 128 * MiB } },
  ),
  shell(
    'exhaust memory by files in /tmp',
    () => 'i=0; while [ $i -lt 60 ]; do head -c 10000000 /dev/zero > /tmp/$i || exit 3; i=$((i+1)); done; echo PWNED',
    {
      expected: 'killed: memory',
      bounds: { memoryBytes: 96 * MiB, tmpBytes: 1024 * MiB },
    },
  ),
  shell(
    'fill the disk by /tmp',
    () => 'i=0; while [ $i -lt 40 ]; do head -c 10000000 /dev/zero > /tmp/$i || exit 3; i=$((i+1)); done; echo PWNED',
    contained,
  ),
  shell(
    'fill /dev/shm',
    () => 'i=0; while [ $i -lt 40 ]; do head -c 10000000 /dev/zero > /dev/shm/$i || exit 3; i=$((i+1)); done; echo PWNED',
    contained,
  ),
  perl('exhaust inodes', 'for (1 .. 400000) { open(my $f, ">", "/tmp/$_") or exit 3 } print "PWNED"', {
    expected: 'contained or killed: memory',
    bounds: { memoryBytes: 96 * MiB },
  }),
  perl('write a sparse file of a terabyte', 'open(my $f, ">", "/tmp/x"); print "PWNED" if truncate($f, 1 << 40)', contained),
  perl(
    'open files without end',
    'my @f; while (@f < 100000) { open(my $f, "<", "/dev/null") or exit 3; push @f, $f } print "PWNED"',
    contained,
  ),
  shell('flood stdout', () => 'exec yes', { expected: 'killed: output' }),
  shell('flood stderr', () => 'exec yes >&2', { expected: 'killed: output' }),
  perl('one line of a gigabyte', '$| = 1; print "x" x (1 << 20) for 1 .. 1024', { expected: 'killed: output' }),
  perl('burn CPU time', '1 while 1', { expected: 'killed: cpu', bounds: { cpuSeconds: 0.5 } }),
  shell('burn CPU time in children', () => `for i in 1 2 3; do perl -e '1 while 1' & done; wait`, {
    expected: 'killed: cpu',
    bounds: { cpuSeconds: 0.5 },
  }),
  shell('sleep without end', () => 'sleep 300', { expected: 'killed: wall', bounds: { wallSeconds: 0.5 } }),
  perl('sleep and heed no signal', '$SIG{$_} = "IGNORE" for keys %SIG; 1 while sleep 300', {
    expected: 'killed: wall',
    bounds: { wallSeconds: 0.5 },
  }),
  shell('close everything and stay', () => 'exec <&- >&- 2>&-; sleep 300', { expected: 'killed: wall', bounds: { wallSeconds: 0.7 } }),
  shell('leave a daemon', ({ token }) => `(setsid sh -c 'sleep 300; : ${token}' > /dev/null 2>&1 &) ; exit 0`, contained),
  perl(
    'fork twice and detach',
    'if (!fork) { use POSIX; POSIX::setsid(); if (!fork) { close STDOUT; close STDERR; sleep 300 } exit } sleep 1; exit',
    contained,
  ),
  shell('stop its own parent', () => 'kill -STOP 1; kill -STOP $PPID; sleep 0.1', {
    expected: 'contained or killed: wall',
    bounds: { wallSeconds: 2 },
  }),
  perl('dump core', 'kill "ABRT", $$; sleep 1', contained),
  perl('use more cores than it has', 'my $t = time; for (1 .. 3) { fork or last } my $n = 0; 1 while $n++ < 3e7; exit', {
    expected: 'contained or killed: cpu',
    bounds: { cpuSeconds: 8 },
  }),
];
