// Image archives of each pair of features, unpacked here and by skopeo and umoci: the same tree and configuration, or a difference
// that image-archives/differences.mjs names. IMAGE_ARCHIVES says how many; at least each row of features once, and some drawn at random.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { metAtRandom, refusedFor } from './image-archives/differences.mjs';
import { comparable, here, there } from './image-archives/trees.mjs';

const require = createRequire(import.meta.url);
const has = (tool) => spawnSync(tool, ['--version']).error === undefined;
const missing = ['python3', 'skopeo', 'umoci', 'tar', 'zstd'].filter((tool) => !has(tool));
const why =
  missing.length > 0 ? `not installed: ${missing.join(', ')}` : process.getuid() !== 0 ? 'umoci keeps owners, which needs root' : false;
const folder = mkdtempSync(join(tmpdir(), 'unblind-image-archives-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const atOnce = 50;
/** Archives with entries drawn at random, if not told how many. */
const drawn = 100;
const maker = fileURLToPath(new URL('image-archives/archives.py', import.meta.url));
const made = (...args) => execFileSync('python3', [maker, ...args.map(String)], { encoding: 'utf8', maxBuffer: 2 ** 26 }).trim();

function* archives(count) {
  for (let at = 0; at < count; at += atOnce)
    for (const line of made(folder, at, Math.min(atOnce, count - at)).split('\n')) yield JSON.parse(line);
}

const pairsOf = (row) => {
  const values = Object.entries(row)
    .map(([name, value]) => `${name}: ${value}`)
    .sort();
  return values.flatMap((a, at) => values.slice(at + 1).map((b) => `${a} + ${b}`));
};

/** Each value of one table with each value of another feature in the other. */
const pairsBetween = (table, other) =>
  Object.entries(table).flatMap(([a, xs]) =>
    Object.entries(other)
      .filter(([b]) => a !== b)
      .flatMap(([b, ys]) => xs.flatMap((x) => ys.flatMap((y) => pairsOf({ [a]: x, [b]: y })))),
  );

/** The value of the row for which an archive is refused. */
const refusalIn = (row) =>
  Object.entries(row)
    .map(([name, value]) => refusedFor[name]?.[value])
    .find(Boolean);

/** 'alike' or a kind of difference that is written down; otherwise a text that says what is not. */
function verdictOf(row, ours, theirs) {
  const meant = refusalIn(row);
  if (ours.refused !== undefined) {
    if (meant?.test(ours.refused)) return theirs.refused === undefined ? 'refused here' : 'refused by both';
    return metAtRandom.some((words) => words.test(ours.refused)) ? 'met at random' : `refused: ${ours.refused}`;
  }
  if (meant) return `not refused for ${meant}`;
  if (theirs.refused !== undefined) return theirs.refused;
  const [a, b] = comparable(ours, theirs);
  try {
    assert.deepEqual(a, b);
    return 'alike';
  } catch (error) {
    return error.message;
  }
}

const written = ['alike', 'refused here', 'refused by both', 'met at random'];

test(
  'archives of each pair of features give the trees and settings that umoci gives, or a difference that is meant',
  { skip: why },
  async (context) => {
    const { build } = await import('../../scripts/build.mjs');
    await build({ web: false });
    const { unpackImage } = require(fileURLToPath(new URL('../../packages/sandbox/dist/index.js', import.meta.url)));
    const { taken, refused, rows } = JSON.parse(made('features'));
    const names = (table) => Object.entries(table).map(([name, values]) => [name, Array.isArray(values) ? values : Object.keys(values)]);
    assert.deepEqual(names(refused), names(refusedFor), 'each value that is refused has its words');

    const count = Math.max(rows + drawn, Number(process.env.IMAGE_ARCHIVES ?? 0));
    const counts = Object.fromEntries(written.map((verdict) => [verdict, 0]));
    const [unexplained, read, turnedDown] = [[], new Set(), new Set()];
    const queue = archives(count);
    const work = async (of) => {
      mkdirSync(of);
      for (const archive of queue) {
        const [ours, theirs] = await Promise.all([here(of, archive.here, unpackImage), there(of, archive.there)]);
        const verdict = verdictOf(archive.row, ours, theirs);
        if (verdict in counts) counts[verdict]++;
        else unexplained.push(`archive ${archive.number} ${JSON.stringify(archive.row)}: ${verdict}`);
        for (const pair of pairsOf(archive.row)) (verdict === 'alike' ? read : turnedDown).add(pair);
        for (const { path } of [archive.here, archive.there]) rmSync(path, { force: true });
      }
    };
    await Promise.all(['a', 'b'].map((name) => work(join(folder, name))));

    const wanted = [...new Set(pairsBetween(taken, taken))];
    const lost = [...wanted.filter((pair) => !read.has(pair)), ...pairsBetween(refused, taken).filter((pair) => !turnedDown.has(pair))];
    const parts = written.map((verdict) => `${counts[verdict]} ${verdict}`).join(', ');
    context.diagnostic(`${count} archives: ${parts}, ${unexplained.length} unexplained; ${wanted.length} pairs of features`);
    assert.deepEqual(unexplained, []);
    assert.deepEqual(lost, [], 'pairs that no archive had');
  },
);
