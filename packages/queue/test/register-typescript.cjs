// Lets a child process of a test load this repository's TypeScript as it is.
const Module = require('node:module');
const { readFileSync } = require('node:fs');
const { resolve } = require('node:path');
const { transformSync } = require('@swc/core');

Module._extensions['.ts'] = (module, filename) => {
  const options = { filename, jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } };
  module._compile(transformSync(readFileSync(filename, 'utf8'), options).code, filename);
};
const find = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) => {
  const [, name] = /^@unblind\/([a-z-]+)$/.exec(request) ?? [];
  return find.call(Module, name ? resolve(__dirname, '../..', name, 'src/index.ts') : request, ...rest);
};
