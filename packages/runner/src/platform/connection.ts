import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '@unblind/contracts';
import { isDiskRefusal } from './disk-refusal';

/** How long a call may take besides the time for which the platform keeps it open. */
const answerSeconds = 60;
/** Seconds between attempts; the last pause stays. */
const pauses = [0.2, 0.5, 1, 2, 5];

export interface Call {
  method?: 'GET' | 'POST';
  body?: unknown;
  signal: AbortSignal;
  /** How long the platform may keep the call open before it answers. */
  waitSeconds?: number;
}

/** The platform refused a call, and would refuse it again. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem | null,
  ) {
    super(problem ? `${problem.detail} ${problem.fix}` : `The platform answered with status ${status}.`);
    this.name = 'Refused';
  }
}

/** The lease is over, or another runner's: nothing more can be written under it. */
export const isLeaseLost = (error: unknown): boolean => error instanceof Refused && error.problem?.code === 'lease-lost';

/**
 * Calls to the platform with a runner's token. The runner opens every connection. A call may be repeated without harm, so it is repeated
 * until the platform can be reached.
 */
export class Connection {
  private readonly platform: URL;
  /** The platform's address in what it sends, which may be another than that at which this runner reaches it. */
  private publicOrigin: string | null = null;

  /** @param url the platform's address, as people open it */
  constructor(
    url: string,
    private readonly token: string,
    private readonly onTrouble: (reason: string) => void,
  ) {
    this.platform = new URL(url.endsWith('/') ? url : `${url}/`);
  }

  /** The answer's JSON, or null if it has none. @throws Refused, and the signal's reason */
  async call(path: string, { method = 'POST', body, signal, waitSeconds = 0 }: Call): Promise<unknown> {
    const url = new URL(`api/v1/runner/${path}`, this.platform);
    const headers = { ...this.authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const request = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    return this.untilAnswered(signal, async () => {
      const timeout = AbortSignal.timeout((waitSeconds + answerSeconds) * 1000);
      const answer = await fetch(url, { ...request, signal: AbortSignal.any([signal, timeout]) });
      const text = await answer.text();
      if (answer.ok) return text === '' ? null : (JSON.parse(text) as unknown);
      throw new Refused(answer.status, problemIn(text));
    });
  }

  /**
   * Opens a file of an assignment from byte `from` on. Its address is a route of the platform, which redirects to the bytes; the token
   * goes to the platform alone, and the store gets none.
   */
  async open(href: string, from: number, signal: AbortSignal): Promise<Response> {
    this.publicOrigin = new URL(href, this.platform).origin;
    const asked = await fetch(this.addressOf(href), { headers: this.authorization, redirect: 'manual', signal });
    const location = asked.headers.get('location');
    if (!asked.ok && location === null) throw new Refused(asked.status, problemIn(await asked.text()));
    if (location === null) return asked;
    await asked.body?.cancel();
    return fetch(this.addressOf(location), { headers: from > 0 ? { range: `bytes=${from}-` } : {}, signal });
  }

  /** An address that the platform gave: of its own, or of its store. */
  addressOf(url: string): URL {
    const address = new URL(url, this.platform);
    return address.origin === this.publicOrigin ? new URL(address.pathname + address.search, this.platform) : address;
  }

  /** Repeats `attempt` until it succeeds, or is refused for good, by the platform or by this machine's disk. */
  async untilAnswered<T>(signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
    for (let failed = 0; ; failed++) {
      try {
        return await attempt();
      } catch (error) {
        signal.throwIfAborted();
        if (isDiskRefusal(error) || (error instanceof Refused && !isPassing(error.status))) throw error;
        this.onTrouble(reasonOf(error));
        await sleep((pauses[failed] ?? 5) * 1000, undefined, { signal }).catch(() => signal.throwIfAborted());
      }
    }
  }

  private get authorization(): { authorization: string } {
    return { authorization: `Bearer ${this.token}` };
  }
}

/** Of a server that is starting, overloaded or behind a proxy that cannot reach it. */
export const isPassing = (status: number): boolean => status === 408 || status === 429 || status >= 500;

function problemIn(text: string): Problem | null {
  try {
    return Problem.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null; // a proxy's page
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
