import { Injectable } from '@nestjs/common';
import type { ChangePassword, SignIn, SignUp } from '@unblind/contracts';
import type { User } from '@unblind/database';
import type { Identity } from '../access/identity';
import { limits } from '../common/limits';
import { ProblemException } from '../common/problem';
import { AccountsRepository } from './accounts.repository';
import { Attempts } from './attempts';
import { hashPassword, verifyPassword } from './passwords';

/** Handles reserved for accounts that the platform itself creates. */
const reserved = /^(admin|administrator|root|system|unblind(-.*)?)$/;

@Injectable()
export class AccountsService {
  private readonly signIns = new Attempts(limits.signIn);
  private readonly signUps = new Attempts(limits.signUp);

  constructor(private readonly accounts: AccountsRepository) {}

  async signUp({ password, email, ...rest }: SignUp, address: string): Promise<User> {
    this.signUps.check(address);
    this.signUps.count(address);
    if (reserved.test(rest.handle)) throw handleTaken(rest.handle);
    const data = { ...rest, email: email.toLowerCase(), passwordHash: await hashPassword(password) };
    const user = await this.accounts.create(data);
    if (user) return user;
    if (await this.accounts.findByHandle(rest.handle)) throw handleTaken(rest.handle);
    throw new ProblemException('email-taken', { detail: 'There is already an account with this e-mail address.' });
  }

  async signIn({ login, password }: SignIn, address: string): Promise<User> {
    const name = login.trim().toLowerCase();
    const key = `${address} ${name}`;
    this.signIns.check(key);
    // Counted before the slow hash, so that parallel requests cannot get around the limit.
    this.signIns.count(key);
    const user = await this.accounts.findByLogin(name);
    const matches = await verifyPassword(user?.passwordHash ?? null, password);
    if (!user || !matches) throw new ProblemException('wrong-credentials', { detail: 'No account has this login and password.' });
    this.signIns.forget(key);
    return user;
  }

  /** Also ends all other sessions, in case somebody else knew the old password. */
  async changePassword({ current, next }: ChangePassword, { user, sessionId }: Identity): Promise<User> {
    if (current === next)
      throw new ProblemException('invalid-request', {
        detail: 'The new password must differ from the old one.',
        errors: [{ path: 'next', message: 'choose another password' }],
      });
    if (!(await verifyPassword(await this.accounts.passwordHash(user.id), current)))
      throw new ProblemException('wrong-credentials', {
        detail: 'The current password is wrong.',
        fix: 'Type the password you signed in with.',
      });
    return this.accounts.changePassword(user.id, await hashPassword(next), sessionId);
  }
}

function handleTaken(handle: string): ProblemException {
  return new ProblemException('handle-taken', { detail: `Another user has the handle '${handle}'.` });
}
