import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { RunnerToken } from '@unblind/database';
import type { Request } from 'express';
import { ProblemException } from '../common/problem';

/** The token of the runner that sends the request. */
export type RunnerIdentity = Pick<RunnerToken, 'id' | 'name' | 'challengeId' | 'remote' | 'trusted'>;

const identities = new WeakMap<Request, RunnerIdentity>();

export function setRunner(request: Request, identity: RunnerIdentity): void {
  identities.set(request, identity);
}

/** The runner that sends the request, on routes for runners. */
export const CallingRunner = createParamDecorator((_: unknown, context: ExecutionContext): RunnerIdentity => {
  const identity = identities.get(context.switchToHttp().getRequest<Request>());
  if (!identity) throw new ProblemException('runner-token-invalid', { detail: 'This route is for runners, which send their token.' });
  return identity;
});
