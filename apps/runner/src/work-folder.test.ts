import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processMark } from '@unblind/sandbox';
import { openWorkFolder } from './work-folder';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'unblind-work-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** As a runner leaves it that was killed. */
function leave(name: string, mark: string): void {
  mkdirSync(join(folder, name, 'image'), { recursive: true });
  writeFileSync(join(folder, `${name}.owner`), mark);
}

test('what a killed runner left goes at the next start of any runner, and what a living one has stays', async () => {
  // Its number may be another's by now: the start time tells.
  const [namespace = '', pid = ''] = processMark().split('-');
  leave('killed', `${namespace}-${spawnSync('true').pid}-1`);
  leave('of-an-earlier-boot', `${namespace}-${pid}-1`);
  leave('living', processMark());
  leave('elsewhere', '1-1-1');
  const { path, remove } = await openWorkFolder(folder, 'mine');
  expect(readdirSync(folder).sort()).toEqual(['elsewhere', 'living', 'mine'].flatMap((name) => [name, `${name}.owner`]));
  writeFileSync(join(path, 'model'), '');
  expect(readdirSync((await openWorkFolder(folder, 'mine')).path)).toEqual([]);
  await remove();
  expect(existsSync(path)).toBe(false);
});
