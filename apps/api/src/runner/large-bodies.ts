import { json } from 'express';
import type { NextFunction, Request, Response } from 'express';
import { limits } from '../common/limits';
import type { RunnerTokensService } from '../runner-tokens/runner-tokens.service';

/** Reads the larger bodies that runners may send, from runners alone. */
export function largeBodies(tokens: RunnerTokensService) {
  const read = json({ limit: limits.outcomeBytes });
  return (request: Request, response: Response, next: NextFunction): void => {
    const length = Number(request.headers['content-length'] ?? 0);
    if (length <= limits.bodyBytes) return next();
    const secret = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    tokens.identify(secret).then(() => read(request, response, next), next);
  };
}
