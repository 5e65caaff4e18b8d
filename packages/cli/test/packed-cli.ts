import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';

const repository = resolve(__dirname, '../../..');
const Versions = z.record(z.string(), z.string());
const Manifest = z.object({ dependencies: Versions, optionalDependencies: Versions, bundleDependencies: z.array(z.string()) });

export interface InstalledCli {
  /** The folder of the package. */
  installed: string;
  /** The names in the archive. */
  files: string[];
  /** The packages of others that npm would install: [name, version]. */
  outside: [string, string][];
}

/** Packs the command line and installs it as npm would, but for the packages of others: those are linked from where this repository has them. */
export function installPacked(folder: string): InstalledCli {
  const installed = join(folder, 'node_modules/@unblind/cli');
  mkdirSync(installed, { recursive: true });
  const archive = execFileSync(process.execPath, [join(repository, 'scripts/pack-cli.mjs'), folder], { encoding: 'utf8' }).trim();
  const files = execFileSync('tar', ['-tzf', archive], { encoding: 'utf8' }).trim().split('\n');
  execFileSync('tar', ['-xzf', archive, '-C', installed, '--strip-components=1']);
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')));
  const outside = Object.entries({ ...manifest.dependencies, ...manifest.optionalDependencies }).filter(
    ([name]) => !manifest.bundleDependencies.includes(name),
  );
  for (const [name] of outside) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(folderOf(name), link);
  }
  return { installed, files, outside };
}

/** npm puts a package beside the workspace that asks for it, or at the top. */
export function folderOf(name: string): string {
  const places = ['packages/cli', 'packages/tensors', '.'].map((folder) => join(repository, folder, 'node_modules', name));
  const found = places.find((folder) => existsSync(folder));
  if (found === undefined) throw new Error(`${name} is not installed in this repository`);
  return found;
}
