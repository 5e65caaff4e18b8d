import { findUnstorable } from '@unblind/contracts';
import { asJson } from '@unblind/database';
import type { NextFunction, Request, Response } from 'express';
import { ProblemException } from './problem';

/** Replaces text that PostgreSQL cannot store: what runners send holds what programs of strangers print. */
export function cleanUnstorable(request: Request, _: Response, next: NextFunction): void {
  if (request.body) request.body = asJson(request.body);
  next();
}

/** Refuses requests with text that PostgreSQL cannot store, wherever it is, before any route would fail on it. */
export function refuseUnstorable(request: Request, _: Response, next: NextFunction): void {
  const inAddress = unstorableAddress(request.url);
  if (inAddress !== null) return next(refusal([], inAddress));
  const found = findUnstorable(request.body);
  next(found ? refusal(found, 'holds a NUL character or half a surrogate pair') : undefined);
}

/** Why an address cannot be read as text; null if it can. */
function unstorableAddress(url: string): string | null {
  try {
    return findUnstorable(decodeURIComponent(url)) ? 'the address holds a NUL character' : null;
  } catch {
    return 'the address holds a percent sign that encodes no text';
  }
}

function refusal(path: readonly string[], message: string): ProblemException {
  const where = path.join('.');
  const detail = `Expected text without NUL characters; ${where ? `${where} ` : ''}${message}.`;
  return new ProblemException('invalid-request', {
    detail,
    errors: [{ path: where, message }],
    fix: 'Remove it, and send the request again.',
  });
}
