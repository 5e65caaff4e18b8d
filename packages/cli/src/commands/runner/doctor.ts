import { join } from 'node:path';
import { prospectsOf } from '@unblind/runner';
import type { Prospects } from '@unblind/runner';
import { conformanceChecks, examine, refusalOf, sandboxProviders, selfChecks, selectProvider, spaceOfImages } from '@unblind/sandbox';
import type { ConformanceResult, Examination, Refusal, SandboxName } from '@unblind/sandbox';
import { Command } from 'commander';
import { CliError, exitCodes } from '../../exit-codes';
import { print, printJson, table } from '../../output/output';
import { spaceLine } from './images';
import { addRunnerOptions, machineSettingsOf, platformOf, type RunnerOptions } from './options';
import { showProspects } from './show-prospects';

export function doctorCommand(): Command {
  const command = new Command('doctor')
    .description('run the sandbox conformance suite on this host, and show what work a runner here may take')
    .option('--quick', 'run only the checks that a runner makes when it starts', false);
  return addRunnerOptions(command).action(diagnose);
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

/** Fails unless models can be run on this host, and, if a platform is named, it takes the token. Also reports which sandboxes can run containers. */
async function diagnose({ quick, json, ...options }: RunnerOptions & { quick: boolean }): Promise<void> {
  const settings = machineSettingsOf(options);
  const suite = quick ? selfChecks : [...conformanceChecks.contract, ...conformanceChecks.isolation];
  const examined: Examination[] = [];
  for (const listed of sandboxProviders)
    if (listed.isInstalled() || listed.uses.includes('models')) examined.push(await examine(listed, listed.uses, suite));
  const refusals = sandboxProviders
    .filter(({ uses }) => uses.includes('models'))
    .flatMap(({ name }) => examined.filter((one) => one.name === name).map((one) => refusalOf(one, 'models')));
  const ok = refusals.includes(null);
  const runtimes = imageVerdicts(examined);
  const images = await spaceOfImages(join(settings.RUNNER_DIR, 'images'), settings.IMAGE_CACHE);
  const models = ok ? await selectProvider({ unsafeLocal: settings.UNSAFE_LOCAL }) : null;
  const work = await prospectsOf(settings, models, platformOf(options));
  if (json) {
    const providers = examined.map(({ name, probe, checks, imageChecks }) => ({
      name,
      ok: probe.available && [...checks, ...imageChecks].every((check) => check.ok),
      probe,
      checks,
      imageChecks,
    }));
    printJson({ ok, providers, runtimes, images, work });
  } else {
    examined.forEach(show);
    showVerdicts(runtimes);
    print(`\n${spaceLine(images)}`);
    showProspects(work, { models: models?.name ?? null, containers: runtimes.find(({ chosen }) => chosen)?.runtime ?? null });
  }
  const failure = failureOf(refusals, work.platform);
  if (failure === null) return;
  if (!json) throw failure;
  process.exitCode = failure.exitCode;
}

function failureOf(refusals: readonly (Refusal | null)[], platform: Prospects['platform']): CliError | null {
  if (!refusals.includes(null)) {
    const fix = refusals.find((refusal) => refusal?.fix)?.fix ?? 'See the failed checks above.';
    return new CliError(exitCodes.platform, 'This host cannot run models.', fix, 'sandbox-unavailable');
  }
  if (!platform?.problem) return null;
  const code = platform.refused ? exitCodes.access : exitCodes.platform;
  return new CliError(code, `The platform gives a runner here no work. ${platform.problem}`);
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

function show({ name: sandbox, probe, checks, imageChecks }: Examination): void {
  const { version, available, reason, fix, images, enforces, warnings } = probe;
  print(`\n${sandbox}${version === null ? '' : ` ${version}`}: ${available ? 'available' : (reason ?? 'not available')}`);
  if (!available) return fix === null ? undefined : print(`  ${fix}`);
  const forImages: Record<string, string> = images ?? {};
  const promises = Object.entries(enforces).map(([name, by]) => [name, by, forImages[name] ?? 'not run']);
  print(table(['promise', 'kept by', 'for container images'], promises));
  for (const warning of warnings) print(`warning: ${warning}`);
  showChecks('check', checks);
  if (imageChecks.length > 0) showChecks('check, as a container image', imageChecks);
}

function showChecks(title: string, checks: readonly ConformanceResult[]): void {
  const rows = checks.map(({ name, ok, detail, seconds }) => [ok ? '✔' : '✘', name, seconds.toFixed(2), detail ?? '']);
  print(`\n${table(['', title, 'seconds', ''], rows)}`);
}
