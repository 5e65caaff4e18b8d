import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { sandboxProviders } from '@unblind/sandbox';
import { z } from 'zod';

const bin = resolve(__dirname, '../../../bin/unblind.js');
const Diagnoses = z.object({
  ok: z.boolean(),
  providers: z.array(
    z.object({
      name: z.string(),
      ok: z.boolean(),
      probe: z.object({ provider: z.string(), available: z.boolean(), reason: z.string().nullable() }),
      checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string().nullable(), seconds: z.number() })),
    }),
  ),
  runtimes: z.array(
    z.discriminatedUnion('verdict', [
      z.object({ runtime: z.string(), version: z.string(), verdict: z.literal('holds'), chosen: z.boolean(), reason: z.null() }),
      z.object({
        runtime: z.string(),
        version: z.string().nullable(),
        verdict: z.literal('refused'),
        chosen: z.literal(false),
        reason: z.string(),
      }),
    ]),
  ),
});

test('the doctor tries every sandbox of this host and says of each container runtime whether it holds, or why not', () => {
  const { stdout } = spawnSync(process.execPath, [bin, 'runner', 'doctor', '--quick', '--json'], { encoding: 'utf8' });
  const { ok, providers, runtimes } = Diagnoses.parse(JSON.parse(stdout));
  const tried = sandboxProviders.filter((listed) => listed.isInstalled() || listed.uses.includes('models')).map(({ name }) => name);
  expect(providers.map(({ name }) => name)).toEqual(tried);
  expect(runtimes.map(({ runtime }) => runtime)).toEqual(tried);
  for (const { ok: holds, probe, checks } of providers) {
    expect(holds).toBe(probe.available && checks.every((check) => check.ok));
    expect(checks.length > 0).toBe(probe.available);
  }
  expect(ok).toBe(providers.find(({ name }) => name === 'bubblewrap')?.ok);
  expect(runtimes.filter(({ chosen }) => chosen).length).toBeLessThanOrEqual(1);
});
