#!/usr/bin/env node
// node infra/remote-check/remote-check.mjs [--json]: a runner at a site whose firewall lets nothing out but HTTPS to the platform, started by an
// ordinary user from the packed command line, scores a model and a container; then the platform's own runner scores the same files.
// Exits with 1 unless both give the same metrics to the last bit and the site's runner listened nowhere. Needs root, nftables,
// iproute2, openssl and bubblewrap.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { requireTypescript } from '../../scripts/require-typescript.mjs';
import { Site } from './site.mjs';

const require = requireTypescript(import.meta.url);
const { installPacked } = require('../../packages/cli/test/packed-cli.ts');
const { httpsFront } = require('../../apps/runner/test/https-front.ts');
const { perlImage } = require('../../apps/runner/test/images.ts');
const { Lab } = require('../../apps/runner/test/lab.ts');
const { decent } = require('../../apps/runner/test/models.ts');
const { RemoteRunner } = require('../../apps/runner/test/remote-runner.ts');

/** On a busy machine. */
const secondsEach = 300;
const otherPort = 8080;
const { values } = parseArgs({ options: { json: { type: 'boolean' } } });
const say = (text) => values.json || console.log(text);

const folder = mkdtempSync(join(tmpdir(), 'unblind-remote-check-'));
chmodSync(folder, 0o755);
const site = new Site();
const closing = [() => rmSync(folder, { recursive: true, force: true })];
let report;
try {
  report = await check();
} finally {
  for (const close of closing.reverse()) await close();
}
if (values.json) console.log(JSON.stringify(report));
process.exit(0);

async function check() {
  const bin = join(installPacked(folder).installed, 'bin/unblind.js');
  const lab = await Lab.open({ limits: { cpu: 40, memory: 512 * 1024 ** 2 }, shifted: true });
  closing.push(() => lab.close());
  site.open();
  closing.push(() => site.close());
  const front = await httpsFront(lab.address, folder, { address: site.platform, port: 443 });
  closing.push(() => front.close());
  const other = createServer((socket) => socket.end());
  await new Promise((done) => other.listen(otherPort, site.platform, done));
  closing.push(() => other.close());
  // Only the firewall is in the way of the other port.
  assert(site.reaches(otherPort), 'the other port is not there');
  site.filter();
  assert(site.reaches(443), 'the platform cannot be reached');
  assert(!site.reaches(otherPort), 'another port can be reached');
  say(`A site at ${site.own} reaches ${front.url}, and not port ${otherPort}.`);

  const files = [
    { what: 'model', content: decent(), options: { kind: 'onnx' } },
    { what: 'container', content: await perlImage('# at the site'), options: { kind: 'container', filename: 'image.tar' } },
  ];
  lab.startCentral();
  const started = { bin, url: front.url, network: site.name, args: ['--name', 'node-1'], env: { NODE_EXTRA_CA_CERTS: front.ca } };
  const runner = await RemoteRunner.start(lab, started);
  const listening = new Set();
  const watching = setInterval(() => runner.listening().forEach((socket) => listening.add(socket)), 200);
  closing.push(
    () => runner.stop('SIGKILL'),
    () => clearInterval(watching),
  );
  const there = await scoreAll(lab, files, /\/node-1$/).catch((error) => {
    throw new Error(`${error.message}\n${runner.output}`, { cause: error });
  });
  clearInterval(watching);
  assert.equal(await runner.stop('SIGTERM'), 0, runner.output);
  assert.deepEqual([...listening], [], 'the runner listened');
  say('It scored a model and a container there, and listened nowhere.');

  lab.startRunner('of-the-platform');
  const here = await scoreAll(lab, files, /^of-the-platform$/);
  assert.deepEqual(here, there, 'the metrics differ');
  const [allowed, dropped] = [site.packets('allowed'), site.packets('dropped')];
  assert(dropped > 0, 'the firewall dropped nothing, not even what knocked at the other port');
  const metrics = Object.fromEntries(here.map(({ what, metrics: { length } }) => [what, length]));
  say(`The platform's runner gives the same metrics to the last bit: ${JSON.stringify(metrics)}.`);
  say(`Packets to port 443 of the platform: ${allowed}; dropped: ${dropped}.`);
  return { ok: true, metrics, allowed, dropped, listening: [...listening] };
}

/** The metrics of each file, once it is scored by runners of this name. */
async function scoreAll(lab, files, name) {
  const scored = [];
  for (const { what, content, options } of files) {
    const id = await lab.submit(content, options);
    await lab.waitFor(id, 'scored', secondsEach);
    const runners = (await lab.database.runnerLease.findMany({ where: { evaluationId: id } })).map(({ runner }) => runner);
    for (const runner of runners) assert.match(runner, name);
    const { metrics } = await lab.result(id);
    assert(metrics.length > 0 && runners.length > 0);
    // By their bits: a number that JSON wrote and read is the same number.
    scored.push({
      what,
      metrics: metrics.map(({ name: of, variation, value, low, high }) => JSON.stringify([of, variation, value, low, high])),
    });
  }
  return scored;
}
