#!/usr/bin/env node
// Compiles every workspace's TypeScript to CommonJS in its dist/, and the web application to a production build.
// A workspace whose sources did not change since its last build is skipped.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync, existsSync, copyFileSync, cpSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';
import { build as bundle } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const workspaces = ['scoring', 'challenges', 'infra/embedded', ...children('packages'), 'apps/api', 'apps/runner'];
const skippedFolders = new Set(['node_modules', 'dist', '.next', 'test', 'bin']);

function children(folder) {
  return readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
}

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!skippedFolders.has(entry.name)) yield* files(path);
    } else yield path;
  }
}

function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of [...paths].sort()) hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}

/** Runs `work` unless `stampFile` says that the same inputs were built before. */
async function unlessBuilt(stampFile, inputs, work) {
  const stamp = fingerprint(inputs);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false;
  await work();
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
  return true;
}

async function compile(workspace) {
  const base = join(root, workspace);
  const source = existsSync(join(base, 'src')) ? join(base, 'src') : base;
  const inputs = [...files(source)].filter((path) => /\.(ts|json|c?js)$/.test(path) && !/\.(test|spec|cases|d)\.ts$/.test(path));
  if (source === base) inputs.splice(0, inputs.length, ...inputs.filter((path) => path.endsWith('.ts')));
  const dist = join(base, 'dist');
  return unlessBuilt(join(dist, '.stamp'), [...inputs, fileURLToPath(import.meta.url)], async () => {
    rmSync(dist, { recursive: true, force: true });
    await Promise.all(
      inputs.map(async (path) => {
        const target = join(dist, relative(source, path)).replace(/\.ts$/, '.js');
        mkdirSync(dirname(target), { recursive: true });
        if (!path.endsWith('.ts')) return copyFileSync(path, target);
        const { code, map } = await transform(readFileSync(path, 'utf8'), {
          filename: path,
          sourceMaps: true,
          jsc: {
            parser: { syntax: 'typescript', decorators: true },
            transform: { legacyDecorator: true, decoratorMetadata: true },
            target: 'es2023',
          },
          module: { type: 'commonjs', ignoreDynamic: true },
        });
        writeFileSync(target, `${code}\n//# sourceMappingURL=${target.split('/').at(-1)}.map\n`);
        writeFileSync(`${target}.map`, map);
      }),
    );
  });
}

/** The program that reads participants' files, as one file: the sandbox shows it that and nothing else of the installation. */
async function bundleReader() {
  const folder = join(root, 'packages/runner/dist/reader');
  const stamps = workspaces.map((workspace) => join(root, workspace, 'dist/.stamp')).filter((path) => existsSync(path));
  return unlessBuilt(join(folder, '.stamp'), [...stamps, fileURLToPath(import.meta.url)], () =>
    bundle({
      entryPoints: [join(folder, 'reader.process.js')],
      outfile: join(folder, 'reader.cjs'),
      bundle: true,
      platform: 'node',
      target: 'node20',
      // Of no use for what participants send.
      external: ['h5wasm', 'h5wasm/*', 'h5wasm-plugins', 'hyparquet', 'hyparquet-compressors', 'onnxruntime-node'],
      logLevel: 'error',
    }),
  );
}

function run(command, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8', ...options });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed\n${stdout ?? ''}${stderr ?? ''}`);
}

async function generatePrismaClient() {
  const generated = join(root, 'packages/database/src/generated');
  return unlessBuilt(join(generated, '.stamp'), [join(root, 'prisma/schema.prisma')], () =>
    run(process.execPath, [join(root, 'node_modules/prisma/build/index.js'), 'generate'], {
      env: { ...process.env, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' },
    }),
  );
}

async function buildWeb() {
  const web = join(root, 'apps/web');
  const shared = ['packages/contracts/src', 'packages/onnx-inspect/src', 'packages/plots/src'].flatMap((folder) => [
    ...files(join(root, folder)),
  ]);
  const own = [...files(web)].filter((path) => !path.endsWith('next-env.d.ts') && !path.endsWith('.tsbuildinfo'));
  return unlessBuilt(join(web, '.next/.stamp'), [...own, ...shared], () => {
    // A failed or older build leaves a folder that breaks the next one.
    rmSync(join(web, '.next'), { recursive: true, force: true });
    run(process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'], {
      cwd: web,
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
    });
    const standalone = join(web, '.next/standalone/apps/web');
    cpSync(join(web, '.next/static'), join(standalone, '.next/static'), { recursive: true });
    if (existsSync(join(web, 'public'))) cpSync(join(web, 'public'), join(standalone, 'public'), { recursive: true });
  });
}

/** One build at a time: a second one waits for the first, and then finds everything up to date. */
async function lock(log) {
  const file = join(root, 'node_modules/.unblind-build');
  const alive = (pid) => existsSync(`/proc/${pid}`);
  for (let said = false; ; said = true) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch {
      const owner = Number(readFileSync(file, { encoding: 'utf8', flag: 'a+' }));
      if (!owner || !alive(owner)) rmSync(file, { force: true });
      else if (!said) log('waiting for another build');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

export async function build({ web = true, log = () => {} } = {}) {
  const unlock = await lock(log);
  try {
    await buildAll(web, log);
  } finally {
    unlock();
  }
}

async function buildAll(web, log) {
  const started = Date.now();
  await generatePrismaClient();
  const built = (await Promise.all(workspaces.filter((w) => statSync(join(root, w)).isDirectory()).map(compile))).filter(Boolean).length;
  await bundleReader();
  log(`compiled ${built} of ${workspaces.length} packages (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (!web) return;
  const webStarted = Date.now();
  const fresh = await buildWeb();
  log(fresh ? `built the web application (${((Date.now() - webStarted) / 1000).toFixed(1)} s)` : 'the web application is up to date');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build({ web: !process.argv.includes('--no-web'), log: console.log });
}
