import type { JobProgress, Lease } from '@unblind/contracts';
import { isLeaseLost } from './connection';
import type { HeldLease } from './held-lease';

/** The step was cancelled, or the lease is over: this runner stops and sends nothing more. */
class LeaseLost extends Error {}

/** Proves that the runner is alive, and says how far it is, until `stop`. */
export function keepAlive(held: HeldLease, { heartbeatSeconds, staleSeconds }: Lease) {
  const lost = new AbortController();
  let latest: JobProgress | null = null;
  let heard = performance.now();
  let asking = false;
  const beat = async (): Promise<void> => {
    const sent = performance.now();
    // Several fit into the time after which the lease is over, so that one lost answer does not end it.
    const timeout = AbortSignal.timeout((staleSeconds * 1000) / 3);
    await held.heartbeat({ progress: latest }, AbortSignal.any([lost.signal, timeout]));
    heard = sent;
  };
  const timer = setInterval(() => {
    if (asking) return;
    asking = true;
    // A missed heartbeat does no harm: the next one renews the lease.
    void beat()
      .catch((error: unknown) => {
        const silent = performance.now() - heard > staleSeconds * 1000;
        if (isLeaseLost(error) || silent) lost.abort(new LeaseLost('The lease is lost.'));
      })
      .finally(() => (asking = false));
  }, heartbeatSeconds * 1000);
  return {
    lost: lost.signal,
    progress: (progress: JobProgress) => void (latest = progress),
    stop: () => clearInterval(timer),
  };
}
