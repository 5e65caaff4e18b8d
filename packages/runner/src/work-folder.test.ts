import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processMark } from '@unblind/sandbox';
import { openWorkFolder } from './work-folder';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'unblind-work-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** Makes the folder of a runner that was killed. */
function makeLeftover(name: string, mark: string): void {
  mkdirSync(join(folder, name, 'image'), { recursive: true });
  writeFileSync(join(folder, `${name}.owner`), mark);
}

test('any runner removes the folders of killed runners when it starts, and keeps those of living ones', async () => {
  // The process id may belong to another process by now: the start time tells them apart.
  const [namespace = '', pid = ''] = processMark().split('-');
  makeLeftover('killed', `${namespace}-${spawnSync('true').pid}-1`);
  makeLeftover('of-an-earlier-boot', `${namespace}-${pid}-1`);
  makeLeftover('living', processMark());
  makeLeftover('elsewhere', '1-1-1');
  const { path, remove } = await openWorkFolder(folder, 'mine');
  expect(readdirSync(folder).sort()).toEqual(['elsewhere', 'living', 'mine'].flatMap((name) => [name, `${name}.owner`]));
  writeFileSync(join(path, 'model'), '');
  expect(readdirSync((await openWorkFolder(folder, 'mine')).path)).toEqual([]);
  await remove();
  expect(existsSync(path)).toBe(false);
});
