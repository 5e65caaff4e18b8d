import { BubblewrapProvider, conformanceChecks, runConformance } from '@unblind/sandbox';
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

async function diagnose({ json }: { json?: boolean }): Promise<void> {
  const provider = new BubblewrapProvider();
  const probe = await provider.probe();
  const checks = probe.available ? await runConformance(provider, [...conformanceChecks.contract, ...conformanceChecks.isolation]) : [];
  const ok = probe.available && checks.every((check) => check.ok);
  if (json) printJson({ ok, probe, checks });
  else {
    print(`${probe.provider} ${probe.version ?? ''}: ${probe.available ? 'available' : (probe.reason ?? 'not available')}`);
    print(table(['promise', 'kept by'], Object.entries(probe.enforces)));
    for (const warning of probe.warnings) print(`warning: ${warning}`);
    if (checks.length > 0)
      print(
        `\n${table(
          ['', 'check', 'seconds', ''],
          checks.map(({ name, ok: holds, detail, seconds }) => [holds ? '✔' : '✘', name, seconds.toFixed(2), detail ?? '']),
        )}`,
      );
  }
  if (ok) return;
  if (json) process.exitCode = exitCodes.platform;
  else
    throw new CliError(
      exitCodes.platform,
      'This host cannot run models.',
      probe.fix ?? 'See the checks that failed.',
      'sandbox-unavailable',
    );
}
