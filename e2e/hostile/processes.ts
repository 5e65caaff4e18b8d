import { spawnSync } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { limits, sandboxed, verdictOf, type Attack, type Target } from './attack';
import { toolMounts, type SandboxLimits } from '@unblind/sandbox';

const MiB = 1024 ** 2;

/** A script in perl (system calls by their x86_64 numbers) that must not print the secret, nor the word PWNED. */
const perl = (
  name: string,
  script: (target: Target) => string,
  { expected = 'contained', bounds }: { expected?: string; bounds?: Partial<SandboxLimits> } = {},
): Attack => ({
  name,
  expected,
  control: 'run',
  async run(target) {
    const result = await sandboxed(target, ['perl', '-e', `${script(target)} # ${target.token}`], bounds ? { bounds } : {});
    // Perl ends like this if it cannot run the script; an attack that is not made proves nothing.
    if (result.exitCode === 255) return `not made: ${result.stderrTail}`;
    return verdictOf(result, new RegExp(`${target.secrets.word}|PWNED`));
  },
});

const dumpsCore = `
  my $limit = pack("QQ", -1, -1);
  if (!fork) { syscall(157, 4, 1, 0, 0, 0); syscall(160, 4, $limit); kill "ABRT", $$; sleep 5 }
  wait; print "PWNED" if $? & 128`;

/** What one process can do with others, and with memory that is not its own. */
export const processAttacks: Attack[] = [
  perl(
    'run a program from memory (memfd) that reads the truth',
    ({ secrets }) => `
      my $name = "x"; my $fd = syscall(319, $name, 0); exit 3 if $fd < 0;
      open(my $in, "<", "/bin/cat"); open(my $out, ">&=", $fd); local $/; print {$out} <$in>; $out->flush;
      exec "/proc/self/fd/$fd", "${secrets.files.truth}"`,
  ),
  perl(
    'let anybody trace it (PR_SET_PTRACER), and trace it',
    () => `
      my $pid = fork; if (!$pid) { syscall(157, 0x59616d61, -1, 0, 0, 0); sleep 5; exit }
      select(undef, undef, undef, 0.2);
      print "PWNED" if syscall(101, 16, $pid, 0, 0) >= 0; kill "KILL", $pid`,
  ),
  {
    ...perl('be dumpable, and dump core', () => dumpsCore),
    // A plain process: even one without a sandbox has no core dumps where the provider starts it.
    control: ({ folder }) => {
      const { stdout } = spawnSync('perl', ['-e', dumpsCore], { cwd: folder, encoding: 'utf8' });
      return Promise.resolve(stdout.includes('PWNED') ? 'got: a core dump' : 'contained');
    },
  },
  perl(
    'adopt what it left behind (subreaper)',
    () => `
      use POSIX; syscall(157, 36, 1, 0, 0, 0);
      if (!fork) { if (!fork) { POSIX::setsid(); close STDOUT; close STDERR; sleep 8 } exit } wait; exit`,
  ),
  perl(
    'take a descriptor of the runner by pidfd',
    ({ secrets }) => `
      for my $pid (${process.pid}, getppid) {
        my $p = syscall(434, $pid, 0); next if $p < 0;
        for my $n (3 .. 200) {
          my $fd = syscall(438, $p, $n, 0); next if $fd < 0;
          my $b = "\\0" x 64; syscall(17, $fd, $b, 64, 0); if (index($b, "${secrets.word}") >= 0) { print $b; exit }
        }
      }`,
  ),
  perl(
    'signal the runner by pidfd',
    () => `my $p = syscall(434, ${process.pid}, 0); print "PWNED" if $p >= 0 && syscall(424, $p, 0, 0, 0) == 0`,
  ),
  perl(
    'hold memory in socketpair buffers',
    () => `
      use Socket; my ($n, @all) = (0);
      for (1 .. 400) {
        socketpair(my $a, my $b, AF_UNIX, SOCK_STREAM, 0) or last; push @all, $a, $b;
        for my $s ($a, $b) { fcntl($s, 4, 2048); while (my $w = syswrite($s, "x" x 65536)) { $n += $w } }
      }
      print "PWNED $n" if $n > ${64 * MiB}`,
    { expected: 'contained or killed: memory', bounds: { memoryBytes: 48 * MiB } },
  ),
  perl(
    'make timers without end',
    () => `my $n = 0; my $id = "\\0" x 8; $n++ while $n < 5000 && syscall(222, 1, 0, $id) == 0; print "PWNED $n" if $n > 2000`,
  ),
  {
    name: 'reach a sibling that runs at the same time',
    expected: 'contained',
    control: 'run',
    run: reachSibling,
  },
];

/** The victim shows a word in every place where another process might find it; the attacker looks for it. */
async function reachSibling({ provider, token }: Target): Promise<string> {
  const word = `word-${token}`;
  const stdin = new PassThrough();
  let isUp = (): void => undefined;
  const up = new Promise<void>((resolve) => (isUp = resolve));
  const victim = provider.run({
    command: ['perl', '-e', victimScript(token), word],
    mounts: toolMounts(),
    limits: limits(),
    stdin,
    onOutput: isUp,
  });
  await Promise.race([up, victim]);
  const attacker = await provider.run({ command: ['perl', '-e', attackerScript(token)], mounts: toolMounts(), limits: limits() });
  stdin.end();
  const { exitCode, stderrTail } = await victim;
  if (exitCode !== 0) return `not made: ${stderrTail}`;
  return verdictOf(attacker, new RegExp(word));
}

const victimScript = (token: string): string => `
  use Socket; $| = 1; my $word = $ARGV[0];
  for my $folder ("/tmp", "/dev/shm") { if (open(my $f, ">", "$folder/sibling-${token}")) { print $f $word; close $f } }
  socket(my $s, AF_UNIX, SOCK_STREAM, 0); bind($s, pack("Sa108", AF_UNIX, "\\0sibling-${token}")); listen($s, 5);
  print "up\\n"; <STDIN>; unlink "/tmp/sibling-${token}", "/dev/shm/sibling-${token}"`;

const attackerScript = (token: string): string => `
  use Socket; local $/;
  for my $file ("/tmp/sibling-${token}", "/dev/shm/sibling-${token}", grep { !m{/$$/|/self/} } glob("/proc/[0-9]*/cmdline")) {
    if (open(my $f, "<", $file)) { print <$f> }
  }
  socket(my $s, AF_UNIX, SOCK_STREAM, 0); print "word-${token}" if connect($s, pack("Sa108", AF_UNIX, "\\0sibling-${token}"))`;
