#!/usr/bin/env node
// Fetches the third-party files that some tests need, listed in packages/testing/fixtures.json, into fixtures/.
// `--from FOLDER` copies them from a folder. Needs nothing but Node.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const { files } = JSON.parse(readFileSync(join(root, 'packages/testing/fixtures.json'), 'utf8'));
const target = resolve(process.env.UNBLIND_FIXTURES ?? join(root, 'fixtures'));
const { values } = parseArgs({ options: { from: { type: 'string' } } });

function fileProblem(content, { sha256, bytes }) {
  if (content.length !== bytes) return `has ${content.length} bytes, not ${bytes}`;
  const found = createHash('sha256').update(content).digest('hex');
  return found === sha256 ? null : `has the sha256 ${found}, not ${sha256}`;
}

const silent = new Map();

/** A host that did not answer is not tried again: without a network each file would take a minute. */
async function download(url) {
  const { host } = new URL(url);
  if (silent.has(host)) throw silent.get(host);
  const response = await fetch(url, { signal: AbortSignal.timeout(60_000) }).catch((error) => {
    silent.set(host, new Error(`no answer from ${host} (${error.cause?.code ?? error.message}): is there a network?`));
    throw silent.get(host);
  });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

function copied(file) {
  const path = join(resolve(values.from), file.path);
  if (!existsSync(path)) throw new Error(`not in ${values.from}`);
  return readFileSync(path);
}

/** The content of a listed file, with its size and sha256 checked against the list. */
async function contentOf(file) {
  if (values.from === undefined && file.url === null) throw new Error(`must be put there by hand. ${file.source}`);
  const content = values.from === undefined ? await download(file.url) : copied(file);
  const wrong = fileProblem(content, file);
  if (wrong) throw new Error(`${values.from ?? file.url}: ${wrong}`);
  return content;
}

/** Writes to a temporary name and renames, so that an interrupted run leaves no partial file and the next run continues. */
async function fetchFixture(file) {
  const path = join(target, file.path);
  if (existsSync(path) && fileProblem(readFileSync(path), file) === null) return;
  const content = await contentOf(file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.part`, content);
  renameSync(`${path}.part`, path);
}

const missing = new Map();
for (const file of files)
  await fetchFixture(file).catch(({ message }) => missing.set(message, [...(missing.get(message) ?? []), file.path]));

const absent = [...missing.values()].flat().length;
console.log(`${files.length - absent} of ${files.length} third-party files are in ${target}, each with the right sha256.`);
if (absent > 0) console.error(`${absent} are missing; tests that need them are skipped:`);
for (const [why, paths] of missing) console.error(`- ${why}\n${paths.map((path) => `    ${path}`).join('\n')}`);
process.exit(absent > 0 ? 1 : 0);
