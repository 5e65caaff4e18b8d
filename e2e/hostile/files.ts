import { toolMounts } from '@unblind/sandbox';
import { limits, sandboxed, verdictOf, type Attack, type Target } from './attack';

/** A shell attack that must not print the secret, nor the word PWNED. */
const shell = (name: string, script: (target: Target) => string): Attack => ({
  name,
  expected: 'contained',
  async run(target) {
    const result = await sandboxed(target, ['sh', '-c', `${script(target)}; true`]);
    return verdictOf(result, new RegExp(`${target.secrets.word}|PWNED`));
  },
});
const opened = (name: string, path: string): Attack =>
  shell(name, () => `head -c 1 ${path} > /tmp/x 2>/dev/null && [ -s /tmp/x ] && echo PWNED`);
const written = (name: string, path: string, value = 'x'): Attack =>
  shell(name, () => `(echo '${value}' > ${path}) 2>/dev/null && echo PWNED`);

export const fileAttacks: Attack[] = [
  shell('read the truth', ({ secrets }) => `cat ${secrets.files.truth}`),
  shell('read credentials', ({ secrets }) => `cat ${secrets.files.credentials}`),
  shell('read another submission', ({ secrets }) => `cat ${secrets.files.otherSubmission}`),
  shell(
    'find the secret anywhere',
    ({ secrets }) => `grep -rl ${secrets.word} /tmp /var /home /root /srv /opt /run /mnt /media /etc 2>/dev/null && echo PWNED`,
  ),
  shell('read the truth through a symbolic link', ({ secrets }) => `ln -s ${secrets.files.truth} /tmp/l; cat /tmp/l`),
  shell('read the truth through /proc/1/root', ({ secrets }) => `cat /proc/1/root${secrets.files.truth}`),
  shell(
    'read the truth through /proc/self/cwd',
    ({ secrets }) => `cat /proc/self/cwd/..${secrets.files.truth} /proc/*/cwd${secrets.files.truth} /proc/*/root${secrets.files.truth}`,
  ),
  shell("read the runner's environment in /proc", () => 'cat /proc/*/environ /proc/*/task/*/environ'),
  shell('read its own environment', () => 'env; cat /proc/self/environ'),
  shell('read command lines of the host', () => `cat /proc/*/cmdline | tr '\\0' ' ' | grep -c hostile[.]mjs && echo PWNED`),
  shell(
    'list the files that the runner has open',
    () => `for f in /proc/[0-9]*/fd/*; do readlink $f; done | grep -E 'truth|credentials|hostile' && echo PWNED`,
  ),
  shell('read inherited descriptors', () => 'for f in 3 4 5 6 7 8 9; do cat /proc/self/fd/$f; done'),
  opened("read the host's password hashes", '/etc/shadow'),
  opened('read physical memory', '/dev/mem'),
  opened("read the kernel's memory", '/proc/kcore'),
  opened('read the kernel log', '/dev/kmsg'),
  opened('read the disk', '/dev/vda'),
  opened('open the virtual machine device', '/dev/kvm'),
  opened('read the docker socket', '/var/run/docker.sock'),
  shell('make a device of the disk', () => '(mknod /tmp/disk b 254 0 && head -c 1 /tmp/disk | wc -c | grep 1 && echo PWNED)'),
  written('write a core handler', '/proc/sys/kernel/core_pattern', '|/tmp/x'),
  written('press the magic key', '/proc/sysrq-trigger', 'h'),
  written('write a uevent helper', '/sys/kernel/uevent_helper'),
  written('write a release agent', '/sys/fs/cgroup/memory/release_agent'),
  written('leave its control group', '/sys/fs/cgroup/memory/cgroup.procs', '0'),
  written('map itself to root', '/proc/self/uid_map', '0 0 1'),
  written('be spared when memory runs out', '/proc/self/oom_score_adj', '-1000'),
  written('write to /usr', '/usr/bin/PWNED'),
  written('write to /etc', '/etc/PWNED'),
  written('write to the root', '/PWNED'),
  written('write to /dev', '/dev/PWNED'),
  shell('become root by a set-uid copy', () => 'cp /usr/bin/id /tmp/id; chmod 6755 /tmp/id; /tmp/id -u | grep -x 0 && echo PWNED'),
  shell('become root by su or sudo', () => '(su -c id root; sudo -n id) 2>/dev/null | grep uid=0 && echo PWNED'),
  {
    name: 'write through a read-only mount',
    expected: 'contained',
    async run(target) {
      const source = target.folder;
      const command = ['sh', '-c', '(echo x > ./in/PWNED) 2>/dev/null && echo PWNED; chmod 777 ./in 2>/dev/null && echo PWNED; true'];
      const mounts = [...toolMounts(), { source, target: '/in' }];
      return verdictOf(await target.provider.run({ command, mounts, limits: limits() }), /PWNED/);
    },
  },
];
