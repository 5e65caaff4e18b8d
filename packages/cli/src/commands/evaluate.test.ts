import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { listChallenges, loadChallenge } from '@unblind/challenges';
import { z } from 'zod';

const bin = resolve(__dirname, '../../bin/unblind.js');
const Result = z.object({
  rows: z.number(),
  simulated: z.literal(true),
  deterministic: z.literal(true),
  metrics: z.record(z.string(), z.object({ value: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() })),
});

let cache: string;
beforeAll(() => (cache = mkdtempSync(join(tmpdir(), 'unblind-cache-'))));
afterAll(() => rmSync(cache, { recursive: true }));

const evaluate = (slug: string, file: string, flags: readonly string[]) =>
  Result.parse(
    JSON.parse(
      execFileSync(process.execPath, [bin, 'evaluate', slug, file, '--json', ...flags], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, XDG_CACHE_HOME: cache },
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    ),
  );

test('every baseline of every challenge runs in the sandbox and is scored on the public sample', async () => {
  const ran: string[] = [];
  for (const slug of await listChallenges()) {
    const { manifest, directory } = await loadChallenge(slug);
    expect(manifest.baselines.length).toBeGreaterThanOrEqual(2);
    for (const { name, file, form } of manifest.baselines) {
      const set = Object.entries(form).flatMap(([field, { value }]) => ['--set', `${field}=${value}`]);
      const { metrics } = evaluate(slug, join(directory, file), set);
      const first = metrics[manifest.phases[0]?.metrics?.[0] ?? manifest.scoring.metrics[0] ?? ''];
      expect([slug, name, typeof first?.value]).toEqual([slug, name, 'number']);
      const value = first?.value ?? NaN;
      expect(first?.low ?? -Infinity).toBeLessThanOrEqual(value);
      expect(first?.high ?? Infinity).toBeGreaterThanOrEqual(value);
      ran.push(`${slug}: ${name} ${value.toPrecision(4)}`);
    }
  }
  process.stdout.write(`${ran.join('\n')}\n`);
}, 240_000);
