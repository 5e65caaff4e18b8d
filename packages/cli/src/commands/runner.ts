import { BubblewrapProvider, OciProvider, conformanceChecks, runConformance } from '@unblind/sandbox';
import type { ConformanceResult, ProbeReport, SandboxProvider } from '@unblind/sandbox';
import { Command } from 'commander';
import { CliError, exitCodes } from '../exit-codes';
import { print, printJson, table } from '../output/output';

export function runnerCommand(): Command {
  const doctor = new Command('doctor')
    .description('probe this host and run the sandbox conformance suite: what holds here')
    .option('--json', 'print JSON')
    .action(diagnose);
  return new Command('runner').description('for those who run models').addCommand(doctor.exitOverride());
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
  if (json) printJson({ ok: models.ok, providers });
  else providers.forEach(show);
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
