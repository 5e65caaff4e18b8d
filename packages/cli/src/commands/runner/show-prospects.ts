import { formatBytes } from '@unblind/contracts';
import type { RunnerSelf } from '@unblind/contracts';
import type { Prospects } from '@unblind/runner';
import { print, table } from '../../output/output';

/** Says what work a runner on this machine would take. */
export function showProspects(
  { files, gpu, timings, end, platform }: Prospects,
  { models, containers }: Record<'models' | 'containers', string | null>,
): void {
  const rows = [
    ['models', models === null ? 'no: no sandbox holds' : `yes, in ${models}`],
    ['containers', containers === null ? 'no: no sandbox holds' : `yes, in ${containers}`],
    ['on a GPU', [gpu.name ?? 'no', gpu.problem].filter(Boolean).join(': ')],
    ['timings', timings.problem === null ? 'yes, when the machine is free' : `no: ${timings.problem}`],
    ['files', files.problem ?? `${files.folder}, ${formatBytes(files.freeBytes)} free`],
    ['until', endLine(end)],
    ['platform', platformLine(platform)],
  ];
  print(`\n${table(['a runner here would take', ''], rows)}`);
}

function endLine({ at, batchSystem }: Prospects['end']): string {
  if (at !== null) return `${at}, and nothing that may last longer${batchSystem === null ? '' : ` (${batchSystem})`}`;
  return batchSystem === null ? 'it is stopped' : `it is stopped: ${batchSystem} does not say when; set --wall-time`;
}

function platformLine(platform: Prospects['platform']): string {
  if (platform === null) return 'not asked: give --url, and RUNNER_TOKEN or --token-file';
  const { url, self, problem } = platform;
  return `${url}: ${problem ?? (self ? rightsOf(self) : '')}`;
}

function rightsOf({ name, challenge, remote, trusted }: RunnerSelf): string {
  const whose = challenge === null ? 'work of all challenges' : `work of ${challenge}`;
  if (!remote) return `${whose}, hidden inputs too (token ${name})`;
  return `${whose}, hidden inputs only where a phase lets ${trusted ? 'trusted' : 'any'} runners have them (token ${name})`;
}
