import { statSync } from 'node:fs';
import { explainTrial } from '../trial';
import { librariesIn } from './linker-cache';
import { systemFolders } from './system-folders';

test('a sandbox is shown folders of shared libraries, and no folder of programs, settings or other software', () => {
  const { mounts, links } = systemFolders();
  const shown = mounts.map(({ target }) => target);
  const programs = ['/usr', '/usr/bin', '/usr/sbin', '/usr/local', '/usr/share', '/usr/lib/python3', '/bin', '/sbin', '/etc', '/lib'];
  expect(shown.filter((path) => programs.includes(path))).toEqual([]);
  for (const { source } of mounts.filter(({ source }) => !statSync(source).isDirectory()))
    expect(source).toMatch(/^\/etc\/(ld\.so\.cache|ssl\/openssl\.cnf)$|\/ld-linux-[\w-]+\.so\.\d$/);
  for (const { to } of links) expect(to).toMatch(/^\/?usr\/(lib\w*|s?bin)$/);
});

test("the linker's cache gives this processor's libraries alone", () => {
  const here = process.arch === 'arm64' ? 'AArch64' : 'x86-64';
  const cache = `2 libs found\n\tlibm.so.6 (libc6,${here}) => /lib/here/libm.so.6\n\tlibm.so.6 (libc6) => /lib32/libm.so.6\n`;
  expect(librariesIn(cache)).toEqual([{ name: 'libm.so.6', path: '/lib/here/libm.so.6' }]);
});

test('a library that no visible folder holds is named, with what makes it visible', () => {
  const said = './opt/node/bin/node: error while loading shared libraries: libnode.so.115: cannot open shared object file: No such file';
  expect(explainTrial(said)).toEqual({
    reason: expect.stringContaining('libnode.so.115'),
    fix: expect.stringMatching(/ld\.so\.conf\.d, run ldconfig/),
  });
  expect(explainTrial('').reason).toContain('no reason');
});
