import { join, resolve } from 'node:path';
import { ByteSize } from '@unblind/contracts';
import { BubblewrapProvider, OciProvider, conformanceChecks, imageCacheBytes, runConformance, spaceOfImages } from '@unblind/sandbox';
import type { ConformanceResult, ImageSpace, ProbeReport, SandboxProvider } from '@unblind/sandbox';
import { Command } from 'commander';
import { CliError, exitCodes } from '../exit-codes';
import { formatBytes, print, printJson, table } from '../output/output';

export function runnerCommand(): Command {
  const doctor = new Command('doctor')
    .description('probe this host and run the sandbox conformance suite: what holds here')
    .option('--json', 'print JSON')
    .action(diagnose);
  const images = new Command('images')
    .description('what unpacked container images take on this machine (RUNNER_DIR, or UNBLIND_HOME as npm start has it)')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const space = await imageSpace();
      if (json) printJson(space);
      else print(spaceLine(space));
    });
  return new Command('runner').description('for those who run models').addCommand(doctor.exitOverride()).addCommand(images.exitOverride());
}

interface Diagnosis {
  ok: boolean;
  probe: ProbeReport;
  checks: ConformanceResult[];
}

/** Fails unless models can be run; whether containers can is told beside it. */
async function diagnose({ json }: { json?: boolean }): Promise<void> {
  const models = await examine(new BubblewrapProvider());
  const containers = await examine(new OciProvider());
  const providers = [models, containers];
  const images = await imageSpace();
  if (json) printJson({ ok: models.ok, providers, images });
  else {
    providers.forEach(show);
    print(`\n${spaceLine(images)}`);
  }
  if (models.ok) return;
  if (json) process.exitCode = exitCodes.platform;
  else
    throw new CliError(
      exitCodes.platform,
      'This host cannot run models.',
      models.probe.fix ?? 'See the checks that failed.',
      'sandbox-unavailable',
    );
}

/** Where the runner of this machine keeps them. */
async function imageSpace(): Promise<ImageSpace> {
  const runner = process.env.RUNNER_DIR ?? join(process.env.UNBLIND_HOME ?? '.unblind', 'runner');
  const limit = ByteSize.safeParse(process.env.IMAGE_CACHE);
  return spaceOfImages(resolve(runner, 'images'), limit.success ? limit.data : imageCacheBytes);
}

function spaceLine({ folder, images, bytes, limitBytes, freeBytes }: ImageSpace): string {
  const [used, limit, free] = [bytes, limitBytes, freeBytes].map(formatBytes);
  return `unpacked images: ${images} in ${folder}, ${used} of at most ${limit} (IMAGE_CACHE); ${free} free on that disk`;
}

async function examine(provider: SandboxProvider): Promise<Diagnosis> {
  const probe = await provider.probe();
  const checks = probe.available ? await runConformance(provider, [...conformanceChecks.contract, ...conformanceChecks.isolation]) : [];
  return { ok: probe.available && checks.every((check) => check.ok), probe, checks };
}

function show({ probe, checks }: Diagnosis): void {
  const { provider, version, available, reason, fix, images, enforces, warnings } = probe;
  print(`\n${provider}${version === null ? '' : ` ${version}`}: ${available ? 'available' : (reason ?? 'not available')}`);
  if (!available) return fix === null ? undefined : print(`  ${fix}`);
  print(table(['promise', 'kept by'], [...Object.entries(enforces), ['container images', images ? 'run' : 'not run']]));
  for (const warning of warnings) print(`warning: ${warning}`);
  const rows = checks.map(({ name, ok, detail, seconds }) => [ok ? '✔' : '✘', name, seconds.toFixed(2), detail ?? '']);
  print(`\n${table(['', 'check', 'seconds', ''], rows)}`);
}
