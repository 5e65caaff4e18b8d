import { join, resolve } from 'node:path';
import { ByteSize, formatBytes } from '@unblind/contracts';
import {
  BubblewrapProvider,
  OciProvider,
  conformanceChecks,
  imageCacheBytes,
  installedRuntimes,
  runConformance,
  runtimesToChoose,
  selfChecks,
  spaceOfImages,
} from '@unblind/sandbox';
import type { ConformanceCheck, ConformanceResult, ImageSpace, ProbeReport, RuntimeName, SandboxProvider } from '@unblind/sandbox';
import { Command } from 'commander';
import { CliError, exitCodes } from '../exit-codes';
import { print, printJson, table } from '../output/output';

export function runnerCommand(): Command {
  const doctor = new Command('doctor')
    .description('probe this host and run the sandbox conformance suite: what holds here')
    .option('--quick', 'only the checks that a runner makes when it starts', false)
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

/** What became of one container runtime. */
interface RuntimeVerdict {
  runtime: RuntimeName;
  version: string | null;
  verdict: 'holds' | 'refused';
  /** Is it the one that a runner takes which is told nothing? */
  chosen: boolean;
  reason: string | null;
  fix: string | null;
}

/** Fails unless models can be run; whether containers can, and by which runtimes, is told beside it. */
async function diagnose({ quick, json }: { quick: boolean; json?: boolean }): Promise<void> {
  const suite = quick ? selfChecks : [...conformanceChecks.contract, ...conformanceChecks.isolation];
  const models = await examine(new BubblewrapProvider(), suite);
  const containers: [RuntimeName, Diagnosis][] = [];
  for (const name of installedRuntimes()) containers.push([name, await examine(new OciProvider(name), suite)]);
  const providers = [models, ...containers.map(([, diagnosis]) => diagnosis)];
  const runtimes = verdictsOn(containers);
  const images = await imageSpace();
  if (json) printJson({ ok: models.ok, providers, runtimes, images });
  else {
    providers.forEach(show);
    showRuntimes(runtimes);
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
  const used = `${formatBytes(bytes)} of at most ${formatBytes(limitBytes)} (IMAGE_CACHE)`;
  return `unpacked images: ${images} in ${folder}, ${used}; ${formatBytes(freeBytes)} free on that disk`;
}

async function examine(provider: SandboxProvider, suite: readonly ConformanceCheck[]): Promise<Diagnosis> {
  const probe = await provider.probe();
  const checks = probe.available ? await runConformance(provider, suite) : [];
  return { ok: probe.available && checks.every((check) => check.ok), probe, checks };
}

function verdictsOn(containers: readonly (readonly [RuntimeName, Diagnosis])[]): RuntimeVerdict[] {
  const holding = new Set(containers.flatMap(([name, { ok }]) => (ok ? [name] : [])));
  const chosen = runtimesToChoose().find((name) => holding.has(name));
  return containers.map(([runtime, { ok, probe, checks }]) => {
    const broken = checks.filter((check) => !check.ok).map(({ name, detail }) => `'${name}' failed (${detail ?? 'no reason given'})`);
    const reason = probe.reason ?? (broken.length > 0 ? `it does not hold: ${broken.join('; ')}` : null);
    return { runtime, version: probe.version, verdict: ok ? 'holds' : 'refused', chosen: runtime === chosen, reason, fix: probe.fix };
  });
}

function showRuntimes(runtimes: readonly RuntimeVerdict[]): void {
  if (runtimes.length === 0) return print('\nNo container runtime is installed: container images run in bubblewrap.');
  const what = ({ runtime, verdict, chosen, reason }: RuntimeVerdict): string => {
    if (verdict === 'refused') return reason ?? '';
    return chosen ? 'runs container images here' : `runs them where CONTAINER_RUNTIME=${runtime} is set`;
  };
  print(
    `\n${table(
      ['runtime', 'verdict', ''],
      runtimes.map((row) => [row.version ?? row.runtime, row.verdict, what(row)]),
    )}`,
  );
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
