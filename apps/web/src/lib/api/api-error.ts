import { Problem } from '@unblind/contracts';

/** An error response of the API, with its problem document. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.title}: ${problem.detail}`);
    this.name = 'ApiError';
  }
}

/** Parses a response, such as a Zod schema of the contracts. */
export interface Shape<T> {
  parse(value: unknown): T;
}

export const nothing: Shape<void> = { parse: () => undefined };

/** Parses the body with `shape`; throws an ApiError for an error response. */
export async function readAnswer<T>(answer: Response, shape: Shape<T>): Promise<T> {
  if (!answer.ok) throw new ApiError(await readProblem(answer));
  if (answer.status === 204) return shape.parse(undefined);
  return shape.parse(await answer.json());
}

async function readProblem(answer: Response): Promise<Problem> {
  const body: unknown = await answer.json().catch(() => null);
  const problem = Problem.safeParse(body);
  return problem.success
    ? problem.data
    : unreachable(`The API responded with status ${answer.status} and without an explanation.`, answer.status);
}

/** The problem shown when the API sent no problem document. */
export function unreachable(detail: string, status = 503): Problem {
  return {
    type: 'about:blank',
    title: 'The platform is not responding',
    status,
    code: 'unreachable',
    detail,
    fix: 'Try again in a moment. If the problem persists, tell the operator of this platform.',
  };
}

export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  return unreachable(inWords(error));
}

/** Our own errors say what happened; what a browser or Node says of a request ("AbortError", "fetch failed") is for no screen. */
export function inWords(error: unknown): string {
  // By the name, because not all of them are instances of this page's Error.
  const name = typeof error === 'object' && error !== null && 'name' in error ? error.name : '';
  if (error instanceof Error && name === 'Error') return error.message;
  if (name === 'TimeoutError') return 'The API took too long to respond.';
  if (name === 'ZodError') return 'The API sent a response that this page cannot read; reload the page.';
  return 'The API could not be reached, or the connection was closed before it had responded.';
}
