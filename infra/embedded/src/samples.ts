import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ChallengeSummary, parseManifest } from '@unblind/contracts';
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { z } from 'zod';
import { Progress } from './progress';

const run = promisify(execFile);

/**
 * Submits the baselines of each sample challenge as soon as it has its data, with the CLI, as a participant would. A challenge whose
 * phases have closed takes none any more.
 */
export async function prepareSamples({ root, address, seedToken }: { root: string; address: string; seedToken: string }): Promise<void> {
  const progress = new Progress();
  const left = new Set((await challenges(address)).map(({ slug }) => slug));
  for (let next = await nextOf(address, left); next !== undefined; next = await nextOf(address, left)) {
    const { slug, phases } = next;
    left.delete(slug);
    try {
      await progress.step(slug, waitForData(address, slug), (label) => label);
      const takesModels = phases.some(({ status, kinds }) => status === 'open' && kinds.includes('onnx'));
      if (takesModels) await submitBaselines(root, slug, address, seedToken);
    } catch (error) {
      // It is broken, which ends neither the platform nor the challenges after it.
      process.stdout.write(`    ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
}

async function challenges(address: string): Promise<ChallengeSummary[]> {
  const answer = await fetch(`${address}/api/v1/challenges`);
  return z.array(ChallengeSummary).parse(await answer.json());
}

const first = ['ready', 'preparing', 'failed'] as const;

/** Of those left, the first whose data are ready, else the first whose data are being made; undefined if none is left. */
async function nextOf(address: string, left: ReadonlySet<string>): Promise<ChallengeSummary | undefined> {
  while (left.size > 0) {
    const all = (await challenges(address)).filter(({ slug }) => left.has(slug));
    for (const state of first) {
      const found = all.find(({ dataSet }) => (dataSet?.state ?? 'ready') === state);
      if (found) return found;
    }
    await sleep(300);
  }
  return undefined;
}

const waitForData =
  (address: string, slug: string) =>
  async (note: (text: string) => void): Promise<string> => {
    for (;;) {
      const dataSet = (await challenges(address)).find((challenge) => challenge.slug === slug)?.dataSet;
      if (!dataSet || dataSet.state === 'ready') return dataSet?.simulated ? 'data ready (simulated)' : 'data ready';
      if (dataSet.state === 'failed')
        throw new Error(`The data of ${slug} could not be prepared; its organisers see why: unblind challenge conditions ${slug}`);
      const { done, total } = dataSet.progress;
      note(total > 0 ? `preparing data: ${Math.floor((100 * done) / total)} % of ${total.toLocaleString('en')}` : 'preparing data');
      await sleep(300);
    }
  };

/** Idempotent: submits only the baselines that are missing. */
async function submitBaselines(root: string, slug: string, address: string, seedToken: string): Promise<void> {
  const folder = join(root, 'challenges', slug);
  const manifestFile = join(folder, 'challenge.yaml');
  if (!existsSync(manifestFile)) return;
  const manifest = parseManifest(readFileSync(manifestFile, 'utf8'));
  const present = new Set(readdirSync(join(folder, 'baselines')));
  for (const { name, file, description, form } of manifest.baselines) {
    if (!present.has(file.replace(/^baselines\//, ''))) throw new Error(`${slug}: the baseline file ${file} is missing.`);
    const set = Object.entries(form).flatMap(([field, { value }]) => ['--set', `${field}=${value}`]);
    const flags = ['submit', slug, join(folder, file), '--method', name, '--notes', description, '--baseline', '--if-new', ...set];
    await run(process.execPath, [join(root, 'packages/cli/bin/unblind.js'), ...flags], {
      env: { PATH: process.env.PATH, UNBLIND_URL: address, UNBLIND_TOKEN: seedToken },
    });
  }
}
