import { HttpException } from '@nestjs/common';
import { PlatformFault } from '@unblind/contracts';
import { databaseProblem } from '@unblind/database';
import { z } from 'zod';
import { ProblemException, notFound } from './problem';

/** The errors that body-parser throws. */
const BodyError = z.object({ type: z.string(), status: z.number() });

/** Turns any thrown value into a problem. An unknown error counts as the platform's, and its details are not shown. */
export function problemOf(error: unknown, request: { method: string; path: string }, reference: string): ProblemException {
  if (error instanceof ProblemException) return error;
  if (error instanceof PlatformFault && error.detail.code.endsWith('-unavailable'))
    return new ProblemException(
      'not-ready',
      { detail: `A part of the platform does not answer (${error.detail.code}).` },
      { cause: error },
    );
  const problem = databaseProblem(error);
  if (problem === 'no-such-row') return notFound('such thing');
  if (problem === 'unavailable') return new ProblemException('not-ready', { detail: 'The database does not answer.' }, { cause: error });
  return (
    bodyProblem(error) ??
    routeProblem(error, request) ??
    new ProblemException('internal', { detail: `An unexpected error occurred. Reference: ${reference}.` }, { cause: error })
  );
}

function bodyProblem(error: unknown): ProblemException | null {
  const body = BodyError.safeParse(error).data;
  if (body?.type === 'entity.too.large')
    return new ProblemException('body-too-large', { detail: 'A request body may have at most 1 MiB.' });
  if (body && body.status < 500)
    return new ProblemException('body-unreadable', { detail: error instanceof Error ? error.message : 'The body cannot be read.' });
  return null;
}

/** What Nest's router throws. */
function routeProblem(error: unknown, { method, path }: { method: string; path: string }): ProblemException | null {
  if (!(error instanceof HttpException)) return null;
  if (error.getStatus() === 404) return new ProblemException('route-not-found', { detail: `There is no route ${method} ${path}.` });
  if (error.getStatus() === 400) return new ProblemException('body-unreadable', { detail: error.message });
  return null;
}
