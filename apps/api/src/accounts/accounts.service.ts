import { Inject, Injectable } from '@nestjs/common';
import type { ChangePassword, SignIn, SignUp } from '@unblind/contracts';
import { Prisma } from '@unblind/database';
import type { Database, User } from '@unblind/database';
import type { Identity } from '../access/identity';
import { limits } from '../common/limits';
import { ProblemException } from '../common/problem';
import { DATABASE } from '../common/tokens';
import { Attempts } from './attempts';
import { hashPassword, verifyPassword } from './passwords';

/** The platform's own accounts, which it makes itself when it needs them. */
const reserved = /^(admin|administrator|root|system|unblind(-.*)?)$/;

@Injectable()
export class AccountsService {
  private readonly signIns = new Attempts(limits.signIn);
  private readonly signUps = new Attempts(limits.signUp);

  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async signUp({ password, email, ...rest }: SignUp, address: string): Promise<User> {
    this.signUps.check(address);
    this.signUps.count(address);
    if (reserved.test(rest.handle)) throw handleTaken(rest.handle);
    const data = { ...rest, email: email.toLowerCase(), passwordHash: await hashPassword(password) };
    return this.database.user.create({ data }).catch(async (error: unknown) => {
      if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error;
      if (await this.database.user.findUnique({ where: { handle: rest.handle } })) throw handleTaken(rest.handle);
      throw new ProblemException('email-taken', { detail: 'There is already an account with this e-mail address.' });
    });
  }

  async signIn({ login, password }: SignIn, address: string): Promise<User> {
    const name = login.trim().toLowerCase();
    const key = `${address} ${name}`;
    this.signIns.check(key);
    // Counted before the slow hash, so that many at once are no way around.
    this.signIns.count(key);
    const user = await this.database.user.findFirst({ where: { OR: [{ handle: name }, { email: name }] } });
    const matches = await verifyPassword(user?.passwordHash ?? null, password);
    if (!user || !matches) throw new ProblemException('wrong-credentials', { detail: 'There is no account with this login and password.' });
    this.signIns.forget(key);
    return user;
  }

  /** The other sessions end: whoever knew the old password is out. */
  async changePassword({ current, next }: ChangePassword, { user, sessionId }: Identity): Promise<User> {
    if (current === next)
      throw new ProblemException('invalid-request', {
        detail: 'The new password is the old one.',
        errors: [{ path: 'next', message: 'choose another password' }],
      });
    const { passwordHash } = await this.database.user.findUniqueOrThrow({ where: { id: user.id } });
    if (!(await verifyPassword(passwordHash, current)))
      throw new ProblemException('wrong-credentials', {
        detail: 'The current password is not this one.',
        fix: 'Type the password you signed in with.',
      });
    const data = { passwordHash: await hashPassword(next), mustChangePassword: false };
    const [changed] = await this.database.$transaction([
      this.database.user.update({ where: { id: user.id }, data }),
      this.database.session.deleteMany({ where: { userId: user.id, ...(sessionId ? { NOT: { id: sessionId } } : {}) } }),
      this.database.auditEvent.create({ data: { userId: user.id, action: 'password.change', subject: `user:${user.id}` } }),
    ]);
    return changed;
  }
}

function handleTaken(handle: string): ProblemException {
  return new ProblemException('handle-taken', { detail: `There is already somebody called '${handle}'.` });
}
