#!/usr/bin/env node
// Prisma's CLI talks JSON-RPC over stdio with a native engine that it would download.
// This program answers in its place, with @prisma/schema-engine-wasm from npm and pg.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import readline from 'node:readline';
import { connectionFactory, databaseMethods, userError } from './engine-database.mjs';

const require = createRequire(import.meta.url);
const argv = process.argv.slice(2);
if (argv.includes('--version')) {
  console.log('schema-engine-cli wasm');
  process.exit(0);
}
const values = (flag) => argv.flatMap((word, index) => (word === flag ? [argv[index + 1]] : []));
const datamodels = values('--datamodels').map((path) => [path, readFileSync(path, 'utf8')]);
const { url } = JSON.parse(values('--datasource')[0] ?? '{}');

let panic = '';
globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => (panic = `RuntimeError: ${message}`) };
const engineModule = await import('@prisma/schema-engine-wasm/schema_engine_bg');
const wasm = readFileSync(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm'));
const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': engineModule });
engineModule.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();

async function call(method, params) {
  if (databaseMethods[method]) return databaseMethods[method](url);
  const engine = await engineModule.SchemaEngine.new(
    { datamodels: datamodels.length ? datamodels : undefined },
    () => {},
    connectionFactory(url),
  );
  // These two reach the shadow database only through a cache that devDiagnostic fills.
  if (method === 'evaluateDataLoss' || method === 'createMigration') {
    await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters });
  }
  return (await engine[method === 'getDatabaseVersion' ? 'version' : method](params ?? {})) ?? {};
}

if (argv[2] === 'cli') {
  const method = { 'can-connect-to-database': 'ensureConnectionValidity', 'create-database': 'createDatabase' }[argv[3]];
  try {
    if (!method) throw userError(`unknown command ${argv[3]}`, 'P0000');
    await databaseMethods[method](url);
    process.exit(0);
  } catch (error) {
    // The CLI drops the first line of stderr and reads the others as JSON.
    const fields = error.user ?? { message: String(error?.message ?? error), error_code: error?.code };
    console.error('\n' + JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields }));
    process.exit(1);
  }
}

const send = (message) => new Promise((done) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\n', done));

async function answer(line) {
  if (!line.trim()) return;
  const { id, method, params } = JSON.parse(line);
  if (!method) return; // the CLI's reply to a print request
  try {
    const result = await call(method, params);
    if (method === 'diff' && typeof result.stdout === 'string')
      await send({ method: 'print', params: { content: result.stdout }, id: 1_000_000 + id });
    await send({ result, id });
  } catch (error) {
    await send({ error: { code: 4466, message: 'An error happened. Check the data field for details.', data: faultOf(error) }, id });
  }
}

function faultOf(error) {
  if (error?.user) return error.user;
  const crashed = error?.name === 'RuntimeError';
  const message = (crashed && panic) || String(error?.message ?? error);
  return { is_panic: crashed, message, meta: error?.meta ?? null, error_code: error?.code ?? null };
}

let queue = Promise.resolve();
readline
  .createInterface({ input: process.stdin })
  .on('line', (line) => (queue = queue.then(() => answer(line))))
  .on('close', () => queue.then(() => process.exit(0)));
