import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { repository } from './repository';

const Names = z.record(z.string(), z.string()).default({});
const Package = z.object({ name: z.string(), dependencies: Names, devDependencies: Names });

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: repository, encoding: 'utf8' })
  .split('\n')
  .filter((file) => existsSync(join(repository, file)));
const workspaces = files.filter((file) => file.endsWith('/package.json')).map(dirname);
const onlyTests = /\.(test|spec)\.tsx?$|\.cases\.ts$|\/(test|bench)\/|^e2e\//;

/** Our own packages that a workspace's code imports; knip, which reads the rest, follows them by path and not by name. */
function imported(workspace: string, inTests: boolean): Set<string> {
  const code = files.filter((file) => file.startsWith(`${workspace}/`) && /\.(ts|tsx|mjs|cjs|js)$/.test(file));
  const read = code.filter((file) => onlyTests.test(file) === inTests).map((file) => readFileSync(join(repository, file), 'utf8'));
  const pattern = /(?:from|import\(|require\(|require\.resolve\(|import)\s*['"](@unblind\/[a-z-]+)/g;
  return new Set(read.flatMap((text) => [...text.matchAll(pattern)].flatMap(([, name]) => name ?? [])));
}

const own = (dependencies: Record<string, string>): string[] => Object.keys(dependencies).filter((name) => name.startsWith('@unblind/'));

test.each(workspaces)('%s declares those of our packages that it imports, and no others', (workspace) => {
  const { name, dependencies, devDependencies } = Package.parse(
    JSON.parse(readFileSync(join(repository, workspace, 'package.json'), 'utf8')),
  );
  const code = imported(workspace, false);
  code.delete(name);
  const tests = imported(workspace, true);
  expect(own(dependencies).sort()).toEqual([...code].sort());
  expect(own(devDependencies).sort()).toEqual([...tests].filter((one) => one !== name && !code.has(one)).sort());
});
