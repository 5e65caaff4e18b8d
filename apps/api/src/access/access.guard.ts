import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { ApiConfig } from '../config';
import { ProblemException } from '../common/problem';
import { CONFIG } from '../common/tokens';
import { SessionsService, sessionCookie } from '../accounts/sessions.service';
import { setRunner } from '../runner-tokens/runner-identity';
import { RunnerTokensService } from '../runner-tokens/runner-tokens.service';
import { TokensService } from '../tokens/tokens.service';
import type { AccessRule } from './access.decorator';
import { accessOf } from './access.decorator';
import { setIdentity } from './identity';
import type { Identity } from './identity';
import { checkOrigin } from './origin';

/** Denies by default: identifies the caller, and allows the request only if the route's declared access does. */
@Injectable()
export class AccessGuard implements CanActivate {
  @Inject(CONFIG) private readonly config!: ApiConfig;

  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: SessionsService,
    private readonly tokens: TokensService,
    private readonly runners: RunnerTokensService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = accessOf(this.reflector, context.getHandler());
    if (!rule) return false;
    const request = context.switchToHttp().getRequest<Request>();
    if (rule.level === 'runner') {
      setRunner(request, await this.runners.identify(bearerOf(request)));
      return true;
    }
    const identity = await this.identify(request);
    if (identity) setIdentity(request, identity);
    if (rule.level !== 'public') allow(rule, identity);
    return true;
  }

  private async identify(request: Request): Promise<Identity | null> {
    const token = bearerOf(request);
    if (token) return this.tokens.identify(token);
    const secret: unknown = request.cookies[sessionCookie];
    if (typeof secret !== 'string') return null;
    checkOrigin(request, this.config.publicUrl);
    return this.sessions.identify(secret);
  }
}

function bearerOf({ headers }: Request): string | undefined {
  return /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
}

function allow(rule: AccessRule, identity: Identity | null): asserts identity is Identity {
  if (!identity) throw new ProblemException('not-signed-in', { detail: 'This route needs a signed-in user or an API token.' });
  const { user, sessionId, scopes } = identity;
  const byToken = sessionId === null;
  if (byToken && rule.level === 'session')
    throw new ProblemException('session-needed', { detail: 'An API token cannot do this; only a person who signed in can.' });
  if (byToken && !scopes.some((scope) => scope === rule.level))
    throw new ProblemException('scope-missing', {
      detail: `This needs the scope '${rule.level}'; the token has ${scopes.map((scope) => `'${scope}'`).join(', ')}.`,
    });
  if (user.mustChangePassword && !rule.beforePasswordChange)
    throw new ProblemException('password-change-needed', {
      detail: 'You signed in with a one-time password, which you must change before anything else.',
    });
  if (rule.organiser && user.role === 'participant') throw new ProblemException('forbidden', { detail: 'Only organisers can do this.' });
}
