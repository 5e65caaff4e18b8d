import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Role, TokenScope } from '@unblind/contracts';
import type { Request } from 'express';
import type { z } from 'zod';
import { ProblemException } from '../common/problem';

/** Who sends the request: a person with a session, or a program with a token. */
export interface Identity {
  user: { id: string; handle: string; name: string; email: string; role: z.infer<typeof Role>; mustChangePassword: boolean };
  /** Null: the caller sent a token. */
  sessionId: string | null;
  scopes: readonly TokenScope[];
}

const identities = new WeakMap<Request, Identity>();

export function setIdentity(request: Request, identity: Identity): void {
  identities.set(request, identity);
}

function identityOf(context: ExecutionContext): Identity | null {
  return identities.get(context.switchToHttp().getRequest<Request>()) ?? null;
}

/** The caller's identity, for routes whose access is not public. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Identity => {
  const identity = identityOf(context);
  if (!identity) throw new ProblemException('not-signed-in', { detail: 'This route needs a signed-in user or an API token.' });
  return identity;
});

/** The caller's identity on a public route; null if nobody is signed in. */
export const MaybeCaller = createParamDecorator((_: unknown, context: ExecutionContext): Identity | null => identityOf(context));

export function isOrganiser(identity: Identity | null): boolean {
  return identity !== null && identity.user.role !== 'participant';
}
