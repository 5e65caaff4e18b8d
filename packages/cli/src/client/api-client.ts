import { Problem } from '@unblind/contracts';
import type { z } from 'zod';
import { CliError, exitCodes } from '../exit-codes';
import type { Settings } from '../settings';

/** Client of /api/v1. Each response is parsed by the contract from which the API's OpenAPI document is generated. */
export class ApiClient {
  constructor(private readonly settings: Settings) {}

  get url(): string {
    return this.settings.url;
  }

  async get<T>(path: string, shape: z.ZodType<T>): Promise<T> {
    return shape.parse(await (await this.send('GET', path)).json());
  }

  async post<T>(path: string, body: unknown, shape: z.ZodType<T>, headers: Record<string, string> = {}): Promise<T> {
    return shape.parse(await (await this.send('POST', path, body, headers)).json());
  }

  /** The response of a successful request; a problem document becomes a CliError. */
  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const { url, token } = this.settings;
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      throw new CliError(
        exitCodes.platform,
        `${url} cannot be reached: ${reasonOf(error)}.`,
        'Start the platform, or set UNBLIND_URL to the address of another one.',
        'unreachable',
      );
    });
    if (response.ok) return response;
    throw await problemOf(response);
  }
}

export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}

async function problemOf(response: Response): Promise<CliError> {
  const problem = Problem.safeParse(await response.json().catch(() => null)).data;
  if (!problem)
    return new CliError(
      exitCodes.platform,
      `The platform answered ${response.status} ${response.statusText}.`,
      'Try again in a moment.',
      'not-ready',
    );
  const where = problem.errors?.map(({ path, message }) => `${path}: ${message}`).join('; ');
  const kind = response.status === 401 || response.status === 403 ? 'access' : response.status >= 500 ? 'platform' : 'participant';
  return new CliError(exitCodes[kind], [problem.detail, where].filter(Boolean).join(' '), problem.fix, problem.code);
}
