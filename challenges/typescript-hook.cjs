// Lets a worker thread that tests start from the sources load TypeScript; what dist/ holds is compiled and does not need it.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');
const { transformSync } = require('@swc/core');

const packages = join(__dirname, '..', 'packages');
const sources = { challenges: join(__dirname, 'index.ts') };
const resolve = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) => {
  const [, name] = /^@unblind\/([a-z-]+)$/.exec(request) ?? [];
  return resolve(name ? (sources[name] ?? join(packages, name, 'src', 'index.ts')) : request, ...rest);
};
require.extensions['.ts'] = (module, filename) => {
  const options = { filename, jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } };
  module._compile(transformSync(readFileSync(filename, 'utf8'), options).code, filename);
};
