import { PlatformFault } from '@unblind/contracts';
import { selectProvider } from '@unblind/sandbox';
import type { SandboxProvider } from '@unblind/sandbox';
import type { Log } from './log';

/** What this machine runs programs of strangers in. */
export interface ChosenSandbox {
  provider: SandboxProvider | null;
  /** Why there is none; null if there is one. */
  refusal: string | null;
  /** What its checks found. */
  report: unknown;
}

/** Without a working sandbox a runner still reads files, and reports why it takes no models. */
export async function chooseSandbox(unsafeLocal: boolean, log: Log): Promise<ChosenSandbox> {
  try {
    const provider = await selectProvider({ unsafeLocal });
    return { provider, refusal: null, report: await provider.probe() };
  } catch (error) {
    if (!(error instanceof PlatformFault)) throw error;
    const refusal = `${error.detail.message} ${error.detail.fix}`;
    log.error({ refusal }, 'this process has no sandbox');
    return { provider: null, refusal, report: null };
  }
}
