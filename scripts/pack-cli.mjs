#!/usr/bin/env node
// npm run pack:cli -- [FOLDER]: makes dist/unblind-cli-VERSION.tgz, which installs and runs without this repository. Our own packages
// are inside it (npm's bundleDependencies); third-party packages are a short list of exact versions. Prints the file's path.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const own = /^@unblind\//;
// Its install script fetches hundreds of megabytes for GPUs. If that fails, all commands that run no model still work.
const optional = new Set(['onnxruntime-node']);

/** Packs into `folder`, creating it if necessary. Returns the path of the archive. */
export async function packCli(folder) {
  await build({ web: false });
  const packages = packagesOf('@unblind/cli');
  const stage = mkdtempSync(join(tmpdir(), 'unblind-pack-'));
  try {
    const archives = npmPack(
      root,
      packages.flatMap(({ name }) => ['--workspace', name]),
      stage,
    );
    for (const [i, { name, version, license, main }] of packages.entries()) {
      const target = join(stage, i === 0 ? 'package' : `package/node_modules/${name}`);
      const archive = join(stage, archives.find((one) => one.name === name).filename);
      mkdirSync(target, { recursive: true });
      execFileSync('tar', ['-xzf', archive, '-C', target, '--strip-components=1', '--exclude=*.map', '--exclude=.stamp']);
      writeFileSync(
        join(target, 'package.json'),
        JSON.stringify(i === 0 ? manifestOf(packages) : { name, version, license, main }, null, 2),
      );
    }
    cpSync(join(root, 'LICENSE'), join(stage, 'package/LICENSE'));
    mkdirSync(folder, { recursive: true });
    return join(folder, npmPack(join(stage, 'package'), [], folder)[0].filename);
  } finally {
    rmSync(stage, { recursive: true });
  }
}

/** The manifests of a workspace and of all workspaces that it depends on, itself first. */
function packagesOf(first) {
  const found = new Map();
  const visit = (name) => {
    if (found.has(name)) return;
    const manifest = JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));
    if (!manifest.files) throw new Error(`${name} does not list the files to pack: add "files" to its package.json, usually ["dist"]`);
    found.set(name, manifest);
    for (const dependency of Object.keys(manifest.dependencies ?? {})) if (own.test(dependency)) visit(dependency);
  };
  visit(first);
  return [...found.values()];
}

/** [{ name, filename }] of what was packed into `destination`, each by the `files` of its manifest. */
function npmPack(cwd, args, destination) {
  const output = execFileSync('npm', ['pack', ...args, '--json', '--pack-destination', destination], { cwd, encoding: 'utf8' });
  return Object.values(JSON.parse(output));
}

/** The CLI's manifest, with our own packages bundled and the third-party dependencies of all of them. */
function manifestOf(packages) {
  const [{ name, version, private: isPrivate, license, bin }] = packages;
  const { description, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const bundled = packages.slice(1).map((one) => [one.name, one.version]);
  const others = packages.flatMap(({ dependencies = {} }) => Object.entries(dependencies)).filter(([one]) => !own.test(one));
  const dependencies = {};
  for (const [one, wanted] of [...bundled, ...others].sort()) {
    if ((dependencies[one] ??= wanted) !== wanted)
      throw new Error(`${one} is required as ${dependencies[one]} and as ${wanted}: use one version`);
  }
  const pick = (keep) => Object.fromEntries(Object.entries(dependencies).filter(([one]) => keep(one)));
  return {
    name,
    version,
    private: isPrivate,
    description,
    license,
    bin,
    engines,
    dependencies: pick((one) => !optional.has(one)),
    optionalDependencies: pick((one) => optional.has(one)),
    bundleDependencies: bundled.map(([one]) => one),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await packCli(resolve(process.argv[2] ?? join(root, 'dist'))));
