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

  /** Also ends the user's other sessions, and writes an audit entry. */
  async changePassword(id: string, passwordHash: string, sessionId: string | null): Promise<User> {
    const [changed] = await this.database.$transaction([
      this.database.user.update({ where: { id }, data: { passwordHash, mustChangePassword: false } }),
      this.database.session.deleteMany({ where: { userId: id, ...(sessionId ? { NOT: { id: sessionId } } : {}) } }),
      this.database.auditEvent.create({ data: { userId: id, action: 'password.change', subject: `user:${id}` } }),
    ]);
    return changed;
  }

  /** Also deletes the user's expired sessions. */
  async openSession(userId: string, secretHash: string, expiresAt: Date): Promise<void> {
    await this.database.session.create({ data: { userId, secretHash, expiresAt } });
    await this.database.session.deleteMany({ where: { userId, expiresAt: { lt: new Date() } } });
  }

  findSession(secretHash: string): Promise<(Session & { user: User }) | null> {
    return this.database.session.findFirst({ where: { secretHash, expiresAt: { gt: new Date() } }, include: { user: true } });
  }

  async closeSession(id: string): Promise<void> {
    await this.database.session.deleteMany({ where: { id } });
  }
}
