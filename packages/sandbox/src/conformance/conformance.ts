import type { SandboxProvider } from '../port';
import { CheckContext, type ConformanceCheck } from './context';
import { contractChecks } from './contract-checks';
import { isolationChecks } from './isolation-checks';

export interface ConformanceResult {
  name: string;
  ok: boolean;
  /** What was observed instead; null if the guarantee holds. */
  detail: string | null;
  seconds: number;
}

/** The suite. Every provider passes `contract`; only sandboxes pass `isolation`, which must not run on a provider without isolation. */
export const conformanceChecks = { contract: contractChecks, isolation: isolationChecks } as const;

export const selfChecks = [...contractChecks, ...isolationChecks].filter((check) => check.quick);

export async function runConformance(
  provider: SandboxProvider,
  checks: readonly ConformanceCheck[] = [...contractChecks, ...isolationChecks],
): Promise<ConformanceResult[]> {
  const results: ConformanceResult[] = [];
  for (const { name, check } of checks) {
    const context = new CheckContext(provider);
    const started = performance.now();
    let detail: string | null = null;
    try {
      await check(context);
    } catch (error) {
      detail = error instanceof Error ? error.message : String(error);
    } finally {
      context.remove();
    }
    results.push({ name, ok: detail === null, detail, seconds: (performance.now() - started) / 1000 });
  }
  return results;
}
