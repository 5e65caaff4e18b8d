import { cgroupMounts, lockedOptions } from './mount-info';

describe('cgroup file systems in /proc/self/mountinfo', () => {
  it('are found where only v2 is mounted', () => {
    const text = '31 24 0:27 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot\n';
    expect(cgroupMounts(text)).toEqual([{ version: 2, directory: '/sys/fs/cgroup', controllers: [] }]);
  });

  it('are found on a hybrid host, co-mounted controllers included', () => {
    const text = [
      '24 1 0:22 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755',
      '35 24 0:30 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct',
      '36 24 0:31 / /sys/fs/cgroup/memory rw shared:7 master:2 - cgroup cgroup rw,memory',
      '37 24 0:32 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw',
      '',
    ].join('\n');
    expect(cgroupMounts(text)).toEqual([
      { version: 1, directory: '/sys/fs/cgroup/cpu,cpuacct', controllers: ['rw', 'cpu', 'cpuacct'] },
      { version: 1, directory: '/sys/fs/cgroup/memory', controllers: ['rw', 'memory'] },
      { version: 2, directory: '/sys/fs/cgroup/unified', controllers: [] },
    ]);
  });
});

describe('what a bind mount has to repeat', () => {
  const text = [
    '20 1 254:0 / / rw,relatime - ext4 /dev/vda rw',
    '21 20 0:40 / /tmp rw,nosuid,nodev,noexec - tmpfs tmpfs rw',
    '22 21 0:41 / /tmp/work rw,nosuid - tmpfs tmpfs rw',
  ].join('\n');

  it('is what the nearest mount above a path forbids', () => {
    expect(lockedOptions('/srv/views.npy', text)).toEqual(['relatime']);
    expect(lockedOptions('/tmp/views.npy', text)).toEqual(['nosuid', 'nodev', 'noexec']);
    expect(lockedOptions('/tmp/work/views.npy', text)).toEqual(['nosuid']);
    expect(lockedOptions('/tmp/workshop', text)).toEqual(['nosuid', 'nodev', 'noexec']);
  });
});
