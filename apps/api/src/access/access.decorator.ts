import { Reflector } from '@nestjs/core';

export interface AccessRule {
  /**
   * public: anybody. read, submit: a session, or a token with that scope.
   * session: a person who signed in, never a token (passwords, tokens).
   */
  level: 'public' | 'read' | 'submit' | 'session';
  organiser?: boolean;
  /** Also for somebody who must change the password first. */
  beforePasswordChange?: boolean;
}

/** Declared beside each route; a route without it stops the boot. */
export const Access = Reflector.createDecorator<AccessRule>();
