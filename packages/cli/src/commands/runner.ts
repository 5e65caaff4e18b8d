import { join, resolve } from 'node:path';
import { ByteSize, formatBytes } from '@unblind/contracts';
import { conformanceChecks, examine, imageCacheBytes, refusalOf, sandboxProviders, selfChecks, spaceOfImages } from '@unblind/sandbox';
import type { Examination, ImageSpace, SandboxName } from '@unblind/sandbox';
import { Command } from 'commander';
import { CliError, exitCodes } from '../exit-codes';
import { print, printJson, table } from '../output/output';
import { runnerTimeCommand } from './runner-time';
import { runnerTokensCommand } from './runner-tokens';

export function runnerCommand(): Command {
  const doctor = new Command('doctor')
    .description('run the sandbox conformance suite on this host and show the results')
    .option('--quick', 'run only the checks that a runner makes when it starts', false)
    .option('--json', 'print JSON')
    .action(diagnose);
  const images = new Command('images')
    .description('show the disk space of unpacked container images (in RUNNER_DIR, or in UNBLIND_HOME as with npm start)')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const space = await imageSpace();
      if (json) printJson(space);
      else print(spaceLine(space));
    });
  return [doctor, images, runnerTokensCommand(), runnerTimeCommand()].reduce(
    (group, command) => group.addCommand(command.exitOverride()),
    new Command('runner').description('for operators of runners'),
  );
}

/** Whether a sandbox can run container images. */
interface ImageVerdict {
  runtime: SandboxName;
  version: string | null;
  verdict: 'holds' | 'refused';
  /** Whether a runner uses this sandbox by default. */
  chosen: boolean;
  reason: string | null;
  fix: string | null;
}

/** Fails unless models can be run on this host. Also reports which sandboxes can run containers. */
async function diagnose({ quick, json }: { quick: boolean; json?: boolean }): Promise<void> {
  const suite = quick ? selfChecks : [...conformanceChecks.contract, ...conformanceChecks.isolation];
  const examined: Examination[] = [];
  for (const listed of sandboxProviders)
    if (listed.isInstalled() || listed.uses.includes('models')) examined.push(await examine(listed, suite));
  const refusals = sandboxProviders
    .filter(({ uses }) => uses.includes('models'))
    .flatMap(({ name }) => examined.filter((one) => one.name === name).map((one) => refusalOf(one, 'models')));
  const ok = refusals.includes(null);
  const runtimes = imageVerdicts(examined);
  const images = await imageSpace();
  if (json) {
    const providers = examined.map(({ name, probe, checks }) => ({
      name,
      ok: probe.available && checks.every((check) => check.ok),
      probe,
      checks,
    }));
    printJson({ ok, providers, runtimes, images });
  } else {
    examined.forEach(show);
    showVerdicts(runtimes);
    print(`\n${spaceLine(images)}`);
  }
  if (ok) return;
  if (json) process.exitCode = exitCodes.platform;
  else
    throw new CliError(
      exitCodes.platform,
      'This host cannot run models.',
      refusals.find((refusal) => refusal?.fix)?.fix ?? 'See the failed checks above.',
      'sandbox-unavailable',
    );
}

/** The space of the unpacked images in the folder of this machine's runner. */
async function imageSpace(): Promise<ImageSpace> {
  const runner = process.env.RUNNER_DIR ?? join(process.env.UNBLIND_HOME ?? '.unblind', 'runner');
  const limit = ByteSize.safeParse(process.env.IMAGE_CACHE);
  return spaceOfImages(resolve(runner, 'images'), limit.success ? limit.data : imageCacheBytes);
}

function spaceLine({ folder, images, bytes, limitBytes, freeBytes }: ImageSpace): string {
  const used = `${formatBytes(bytes)} of at most ${formatBytes(limitBytes)} (IMAGE_CACHE)`;
  return `unpacked images: ${images} in ${folder}, ${used}; ${formatBytes(freeBytes)} free on that disk`;
}

function imageVerdicts(examined: readonly Examination[]): ImageVerdict[] {
  const holds = (one: Examination): boolean => refusalOf(one, 'images') === null;
  const chosen = sandboxProviders.find(
    ({ name, chosenByDefault }) => chosenByDefault && examined.some((one) => one.name === name && holds(one)),
  );
  return examined.map((one) => {
    const refusal = refusalOf(one, 'images');
    const verdict = refusal === null ? 'holds' : 'refused';
    return {
      runtime: one.name,
      version: one.probe.version,
      verdict,
      chosen: one.name === chosen?.name,
      reason: refusal?.reason ?? null,
      fix: refusal?.fix ?? null,
    };
  });
}

function showVerdicts(verdicts: readonly ImageVerdict[]): void {
  const what = ({ runtime, verdict, chosen, reason }: ImageVerdict): string => {
    if (verdict === 'refused') return reason ?? '';
    return chosen ? 'runs container images here' : `runs container images if CONTAINER_RUNTIME=${runtime} is set`;
  };
  print(
    `\n${table(
      ['container images in', 'verdict', ''],
      verdicts.map((row) => [row.runtime, row.verdict, what(row)]),
    )}`,
  );
}

function show({ name: sandbox, probe, checks }: Examination): void {
  const { version, available, reason, fix, images, enforces, warnings } = probe;
  print(`\n${sandbox}${version === null ? '' : ` ${version}`}: ${available ? 'available' : (reason ?? 'not available')}`);
  if (!available) return fix === null ? undefined : print(`  ${fix}`);
  print(table(['promise', 'kept by'], [...Object.entries(enforces), ['container images', images ? 'run' : 'not run']]));
  for (const warning of warnings) print(`warning: ${warning}`);
  const rows = checks.map(({ name, ok, detail, seconds }) => [ok ? '✔' : '✘', name, seconds.toFixed(2), detail ?? '']);
  print(`\n${table(['', 'check', 'seconds', ''], rows)}`);
}
