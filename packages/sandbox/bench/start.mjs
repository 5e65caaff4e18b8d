// Measures start-up times: a plain `node -e 0`, the same in each sandbox, and one request to a container from an unpacked image.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sandbox from '../dist/index.js';

const { imageLimitsFor, limitsFor, ociEntries, programEntries, runContainer, sandboxProviders, tarOf, unpackImage } = sandbox;
const repeats = 20;
const limits = limitsFor({ memoryBytes: 2 ** 28, wallSeconds: 30, cpus: 1 });
const mounts = [{ source: process.execPath, target: '/opt/node' }];
const server = `echo '{"ready":true}'; n=0; while read -r x; do : > /output/00000$n.npy; echo "{\\"id\\":$n}"; n=$((n+1)); done`;

/** Median times in milliseconds. The cases are timed in turns, so that a slow moment of the machine affects all of them. */
export async function report({ log }) {
  const folder = mkdtempSync(join(tmpdir(), 'unblind-bench-'));
  try {
    const cases = { plain_node_ms: () => promisify(execFile)(process.execPath, ['-e', '0']) };
    for (const listed of sandboxProviders) {
      const { name } = listed;
      const provider = listed.create();
      const { available, images } = await provider.probe();
      if (!available) continue;
      cases[`${name}_node_ms`] = () => provider.run({ command: ['./opt/node', '-e', '0'], mounts, limits });
      if (images) cases[`${name}_container_ms`] = await container(provider, join(folder, name));
    }
    const times = Object.fromEntries(Object.keys(cases).map((name) => [name, []]));
    for (let at = 0; at < repeats; at++) {
      for (const [name, run] of Object.entries(cases)) {
        const started = performance.now();
        await run();
        times[name].push(performance.now() - started);
      }
      log(`${at + 1} of ${repeats}`);
    }
    const medians = Object.fromEntries(Object.entries(times).map(([name, all]) => [name, Number(median(all).toFixed(1))]));
    const over = (name) =>
      medians[name] === undefined
        ? {}
        : { [name.replace('_ms', '_overhead_ms')]: Number((medians[name] - medians.plain_node_ms).toFixed(1)) };
    return Object.assign(medians, ...sandboxProviders.map(({ name }) => over(`${name}_node_ms`)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a container from its start to the answer of a single request. */
async function container(provider, folder) {
  mkdirSync(folder);
  const archive = join(folder, 'image.tar');
  const config = { Entrypoint: ['/usr/bin/dash', '-c', server] };
  writeFileSync(archive, await tarOf(ociEntries({ layers: [await tarOf(programEntries(['/usr/bin/dash']))], config })));
  const image = await unpackImage(archive, join(folder, 'root'), imageLimitsFor(2 ** 25));
  let runs = 0;
  return async () => {
    const inputFolder = join(folder, `input-${runs++}`);
    mkdirSync(inputFolder);
    await runContainer(provider, {
      image,
      inputFolder,
      requests: 1,
      outputBytes: { all: 4096, each: 4096 },
      limits,
      onReady: () => undefined,
      prepare: async () => undefined,
      take: () => undefined,
    });
  };
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
