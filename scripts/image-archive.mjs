#!/usr/bin/env node
// Builds the archive of a container image from this machine's own programs, without a registry or container tool:
//   node scripts/image-archive.mjs OUT.tar --program /usr/bin/perl --file server.pl=/app/server.pl -- /usr/bin/perl /app/server.pl
// The libraries of each program are included; --folder /usr/lib/python3 includes a folder, at the same path.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sandbox from '../packages/sandbox/dist/index.js';

const { ociEntries, programEntries, tarOf } = sandbox;
const list = { type: 'string', multiple: true, default: [] };
const at = process.argv.indexOf('--', 2);
const {
  values,
  positionals: [out],
} = parseArgs({
  args: process.argv.slice(2, at < 0 ? undefined : at),
  options: { program: list, file: list, folder: list },
  allowPositionals: true,
});
const entrypoint = at < 0 ? [] : process.argv.slice(at + 1);
if (!out || entrypoint.length === 0) {
  console.error('usage: image-archive.mjs OUT.tar [--program PATH] [--file PATH=TARGET] [--folder PATH] -- ENTRYPOINT [ARGUMENT...]');
  process.exit(2);
}

const files = values.file.map((pair) => {
  const [path, target] = pair.split('=');
  return { name: target.slice(1), mode: 0o755, content: readFileSync(path) };
});
const folders = values.folder.flatMap((folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: path.slice(1), mode: 0o755, content: readFileSync(path) })),
);
const layer = await tarOf([...programEntries(values.program), ...folders, ...files]);
writeFileSync(out, await tarOf(ociEntries({ layers: [layer], config: { Entrypoint: entrypoint, Env: ['PATH=/usr/bin:/bin'] } })));
