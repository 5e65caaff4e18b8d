import { Reflector } from '@nestjs/core';

export interface AccessRule {
  /**
   * public: anybody. read, submit: a session, or a token with that scope.
   * session: only a signed-in person, never a token (for passwords and tokens).
   * runner: a runner with its token, and nobody else.
   */
  level: 'public' | 'read' | 'submit' | 'session' | 'runner';
  organiser?: boolean;
  /** Also allowed before the user has changed a one-time password. */
  beforePasswordChange?: boolean;
}

/** Declares who may use a route. The API does not start if a route lacks it. */
export const Access = Reflector.createDecorator<AccessRule>();

/** What a route declares; undefined where it declares nothing, which the reflector's type does not say. */
export function accessOf(reflector: Reflector, route: Parameters<Reflector['get']>[1]): AccessRule | undefined {
  return reflector.get(Access, route);
}
