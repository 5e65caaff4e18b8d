import { Problem } from '@unblind/contracts';

/** An answer of the API that is not a success, as the problem document it carries. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.title}: ${problem.detail}`);
    this.name = 'ApiError';
  }
}

/** Whatever parses an answer: a Zod shape of the contracts. */
export interface Shape<T> {
  parse(value: unknown): T;
}

export const nothing: Shape<void> = { parse: () => undefined };

/** The body as the shape says, or the problem as an ApiError. */
export async function readAnswer<T>(answer: Response, shape: Shape<T>): Promise<T> {
  if (!answer.ok) throw new ApiError(await readProblem(answer));
  if (answer.status === 204) return shape.parse(undefined);
  return shape.parse(await answer.json());
}

async function readProblem(answer: Response): Promise<Problem> {
  const body: unknown = await answer.json().catch(() => null);
  const problem = Problem.safeParse(body);
  return problem.success ? problem.data : unreachable(`The API answered with status ${answer.status} and no explanation.`, answer.status);
}

/** The problem shown when there is no answer to read one from. */
export function unreachable(detail: string, status = 503): Problem {
  return {
    type: 'about:blank',
    title: 'The platform does not answer',
    status,
    code: 'unreachable',
    detail,
    fix: 'Try again in a moment. If it stays so, tell whoever runs this platform.',
  };
}

export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  return unreachable(error instanceof Error ? error.message : String(error));
}
