import { HttpException } from '@nestjs/common';
import type { Problem } from '@unblind/contracts';
import { problemCodes } from './problem-codes';
import type { ProblemCode } from './problem-codes';

interface ProblemParts {
  detail: string;
  fix?: string;
  errors?: Problem['errors'];
  related?: string;
  headers?: Record<string, string>;
}

/** A problem as defined by RFC 9457. May be thrown anywhere below a controller. */
export class ProblemException extends HttpException {
  readonly headers: Record<string, string>;
  constructor(
    readonly code: ProblemCode,
    { detail, fix, errors, related, headers = {} }: ProblemParts,
    options?: { cause?: unknown },
  ) {
    const { status, title, fix: usualFix } = problemCodes[code];
    const problem: Problem = { type: `urn:unblind:problem:${code}`, title, status, detail, code, fix: fix ?? usualFix };
    if (errors) problem.errors = errors;
    if (related) problem.related = related;
    super(problem, status, options);
    this.headers = headers;
  }
}

export function notFound(what: string): ProblemException {
  return new ProblemException('not-found', { detail: `There is no ${what}.` });
}
