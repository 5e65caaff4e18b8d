import { runConformance, selfChecks, type ConformanceResult } from './conformance/conformance';
import type { ConformanceCheck } from './conformance/context';
import type { ProbeReport, SandboxProvider } from './port';
import type { ListedProvider, SandboxName, SandboxUse } from './providers';

/** What one sandbox of this machine has shown. */
export interface Examination {
  name: SandboxName;
  provider: SandboxProvider;
  probe: ProbeReport;
  /** None where it is not available. */
  checks: ConformanceResult[];
}

/** What is in the way of a sandbox, and the command that helps. */
export interface Refusal {
  reason: string;
  fix: string | null;
}

/** Probes a sandbox and tries what it promises; the self-checks take about a second. */
export async function examine(listed: ListedProvider, suite: readonly ConformanceCheck[] = selfChecks): Promise<Examination> {
  const provider = listed.create();
  const probe = await provider.probe();
  return { name: listed.name, provider, probe, checks: probe.available ? await runConformance(provider, suite) : [] };
}

/** null when it has shown that it holds. */
export function refusalOf({ probe, checks }: Examination, use: SandboxUse): Refusal | null {
  const { available, reason, fix, images } = probe;
  if (!available) return { reason: reason ?? 'no sandbox can be had on this machine', fix };
  const broken = checks.filter((check) => !check.ok);
  if (broken.length > 0) {
    const seen = broken.map(({ name, detail }) => `'${name}' failed (${detail ?? 'no reason given'})`).join('; ');
    return { reason: `the sandbox does not hold: ${seen}`, fix: 'Run `unblind runner doctor` for the whole table.' };
  }
  if (use === 'models' || images) return null;
  return { reason: 'runs images only for a runner that is root and has control groups', fix: 'Start the runner as root.' };
}
