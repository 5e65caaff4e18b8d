import { Inject, Injectable } from '@nestjs/common';
import { unlessTaken } from '@unblind/database';
import type { Database, Prisma, Session, User } from '@unblind/database';
import { DATABASE } from '../common/tokens';

/** People and their sessions. */
@Injectable()
export class AccountsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Returns null if the handle or the e-mail address is taken. */
  create(data: Prisma.UserCreateInput): Promise<User | null> {
    return unlessTaken(this.database.user.create({ data }));
  }

  /** Returns false if the user exists already. */
  async ensure(data: Prisma.UserCreateManyInput): Promise<boolean> {
    const { count } = await this.database.user.createMany({ data: [data], skipDuplicates: true });
    return count > 0;
  }

  findByHandle(handle: string): Promise<User | null> {
    return this.database.user.findUnique({ where: { handle } });
  }

  async idOf(handle: string): Promise<string> {
    return (await this.database.user.findUniqueOrThrow({ where: { handle }, select: { id: true } })).id;
  }

  /** By handle or e-mail address. */
  findByLogin(name: string): Promise<User | null> {
    return this.database.user.findFirst({ where: { OR: [{ handle: name }, { email: name }] } });
  }

  async hasAdministrator(): Promise<boolean> {
    return (await this.database.user.count({ where: { role: 'administrator' } })) > 0;
  }

  async passwordHash(id: string): Promise<string> {
    return (await this.database.user.findUniqueOrThrow({ where: { id }, select: { passwordHash: true } })).passwordHash;
  }

  /** Also ends the user's other sessions, tokens and known browsers, and writes an audit entry. */
  changePassword(id: string, passwordHash: string, sessionId: string | null): Promise<User> {
    return this.database.$transaction(async (transaction) => {
      // First, so that a session or token that is being made with the old password waits, and then is found here or not made.
      const changed = await transaction.user.update({ where: { id }, data: { passwordHash, mustChangePassword: false } });
      await endAccess(transaction, id, sessionId);
      await transaction.auditEvent.create({ data: { userId: id, action: 'password.change', subject: `user:${id}` } });
      return changed;
    });
  }

  async signOutEverywhere(id: string): Promise<void> {
    await this.database.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT id FROM users WHERE id = ${id}::uuid FOR UPDATE`;
      await endAccess(transaction, id, null);
      await transaction.auditEvent.create({ data: { userId: id, action: 'access.end', subject: `user:${id}` } });
    });
  }

  /** Also deletes the user's expired sessions. Returns false if the password is no longer the one that was checked. */
  openSession(user: Pick<User, 'id' | 'passwordHash'>, secretHash: string, expiresAt: Date): Promise<boolean> {
    const { id: userId, passwordHash } = user;
    return this.database.$transaction(async (transaction) => {
      const same = await transaction.$queryRaw<unknown[]>`
        SELECT id FROM users WHERE id = ${userId}::uuid AND password_hash = ${passwordHash} FOR SHARE`;
      if (same.length === 0) return false;
      await transaction.session.create({ data: { userId, secretHash, expiresAt } });
      await transaction.session.deleteMany({ where: { userId, expiresAt: { lt: new Date() } } });
      return true;
    });
  }

  findSession(secretHash: string): Promise<(Session & { user: User }) | null> {
    return this.database.session.findFirst({ where: { secretHash, expiresAt: { gt: new Date() } }, include: { user: true } });
  }

  async closeSession(id: string): Promise<void> {
    await this.database.session.deleteMany({ where: { id } });
  }
}

/** Ends what acts for the user: sessions except one, tokens, and the browsers that are known. */
async function endAccess(transaction: Prisma.TransactionClient, userId: string, exceptSession: string | null): Promise<void> {
  await transaction.session.deleteMany({ where: { userId, ...(exceptSession === null ? {} : { NOT: { id: exceptSession } }) } });
  await transaction.apiToken.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: new Date() } });
  await transaction.knownDevice.deleteMany({ where: { userId } });
}
