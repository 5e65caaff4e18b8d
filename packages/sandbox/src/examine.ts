import { asImage } from './conformance/as-image';
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
  /** The same checks made as it runs container images, if it runs these in another way. */
  imageChecks: ConformanceResult[];
}

/** What is in the way of a sandbox, and the command that helps. */
export interface Refusal {
  reason: string;
  fix: string | null;
}

/** Probes a sandbox and tries what it promises; the self-checks take about a second for each use. */
export async function examine(
  listed: ListedProvider,
  uses: readonly SandboxUse[] = listed.uses,
  suite: readonly ConformanceCheck[] = selfChecks,
): Promise<Examination> {
  const provider = listed.create();
  const probe = await provider.probe();
  const has = (use: SandboxUse): boolean => probe.available && listed.uses.includes(use) && uses.includes(use);
  const runsBoth = listed.uses.length > 1;
  return {
    name: listed.name,
    provider,
    probe,
    checks: has('models') || (has('images') && !runsBoth) ? await runConformance(provider, suite) : [],
    imageChecks: has('images') && runsBoth && probe.images ? await runConformance(asImage(provider), suite) : [],
  };
}

/** null when it has shown that it holds. */
export function refusalOf({ probe, checks, imageChecks }: Examination, use: SandboxUse): Refusal | null {
  const { available, reason, fix, images } = probe;
  if (!available) return { reason: reason ?? 'no sandbox can be had on this machine', fix };
  const broken = [...checks, ...(use === 'images' ? imageChecks : [])].filter((check) => !check.ok);
  if (broken.length > 0) {
    const seen = broken.map(({ name, detail }) => `'${name}' failed (${detail ?? 'no reason given'})`).join('; ');
    return { reason: `the sandbox does not hold: ${seen}`, fix: 'Run `unblind runner doctor` for the whole table.' };
  }
  if (use === 'models' || images) return null;
  return { reason: 'runs images for root only with control groups', fix: 'Start the runner as an ordinary user.' };
}
