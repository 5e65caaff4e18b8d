import { Injectable } from '@nestjs/common';
import type { ChangePassword, SignIn, SignUp } from '@unblind/contracts';
import type { User } from '@unblind/database';
import type { Identity } from '../access/identity';
import { limits } from '../common/limits';
import { ProblemException } from '../common/problem';
import { RateLimitsService } from '../rate-limits/rate-limits.service';
import type { Counted } from '../rate-limits/rate-limits.service';
import { AccountsRepository } from './accounts.repository';
import { DevicesService } from './devices.service';
import { PasswordsService } from './passwords.service';
import type { Asker } from './passwords.service';

/** Handles reserved for accounts that the platform itself creates. */
const reserved = /^(admin|administrator|root|system|unblind(-.*)?)$/;

/** Where a sign-in comes from: an address as `senderOf` groups them, and the secret of the device cookie if the browser has one. */
export interface Origin {
  sender: string;
  device: string | undefined;
}

@Injectable()
export class AccountsService {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly devices: DevicesService,
    private readonly passwords: PasswordsService,
    private readonly rateLimits: RateLimitsService,
  ) {}

  async signUp(signUp: SignUp, sender: string): Promise<User> {
    if (reserved.test(signUp.handle)) throw handleTaken(signUp.handle);
    const everywhere = { limit: limits.signUpEverywhere, by: '' };
    await this.rateLimits.take({ limit: limits.signUp, by: sender }, everywhere);
    try {
      return await this.create(signUp, sender);
    } catch (error) {
      // Only accounts count for all: otherwise a few senders could close sign-up for everybody with requests that make none.
      await this.rateLimits.giveBack(everywhere);
      throw error;
    }
  }

  private async create({ password, email, ...rest }: SignUp, sender: string): Promise<User> {
    const passwordHash = await this.passwords.hash(password, { known: false, sender });
    const user = await this.accounts.create({ ...rest, email: email.toLowerCase(), passwordHash });
    if (user) return user;
    if (await this.accounts.findByHandle(rest.handle)) throw handleTaken(rest.handle);
    throw new ProblemException('email-taken', { detail: 'There is already an account with this e-mail address.' });
  }

  async signIn({ login, password }: SignIn, { sender, device }: Origin): Promise<User> {
    const name = login.trim().toLowerCase();
    const user = await this.accounts.findByLogin(name);
    const account = user?.id ?? name;
    const browser = await this.devices.recognise(device, user?.id);
    // Counted before the slow hash, so that parallel requests cannot get around a limit.
    const counted = browser === null ? ofStranger(account, sender) : ofDevice(account, browser);
    await this.rateLimits.take(...counted);
    if (browser === null) await this.rateLimits.slow(limits.signInAccount, account);
    const asker = browser === null ? { known: false, sender } : { known: true, sender: browser };
    if (!(await this.verify(user?.passwordHash ?? null, password, { asker, counted })) || !user)
      throw new ProblemException('wrong-credentials', { detail: 'No account has this login and password.' });
    return user;
  }

  /** Also ends all other sessions, tokens and known browsers, in case somebody else knew the old password. */
  async changePassword({ current, next }: ChangePassword, { user, sessionId }: Identity): Promise<User> {
    if (current === next)
      throw new ProblemException('invalid-request', {
        detail: 'The new password must differ from the old one.',
        errors: [{ path: 'next', message: 'choose another password' }],
      });
    const asker = { known: true, sender: sessionId ?? user.id };
    const counted = [{ limit: limits.passwordChange, by: asker.sender }] as const;
    await this.rateLimits.take(...counted);
    const stored = await this.accounts.passwordHash(user.id);
    if (!(await this.verify(stored, current, { asker, counted })))
      throw new ProblemException('wrong-credentials', {
        detail: 'The current password is wrong.',
        fix: 'Type the password you signed in with.',
      });
    return this.accounts.changePassword(user.id, await this.passwords.hash(next, asker), sessionId);
  }

  /** Ends every session and every token, and forgets all browsers. */
  async signOutEverywhere({ user }: Identity): Promise<void> {
    await this.accounts.signOutEverywhere(user.id);
  }

  /** A right password counts against no limit, and neither does one that the platform was too busy to check. */
  private async verify(stored: string | null, password: string, { asker, counted }: { asker: Asker; counted: Counts }): Promise<boolean> {
    const matches = await this.passwords.verify(stored, password, asker).catch(async (error: unknown) => {
      await this.rateLimits.giveBack(...counted);
      throw error;
    });
    if (!matches) return false;
    const [own, ...shared] = counted;
    await this.rateLimits.forget(own);
    await this.rateLimits.giveBack(...shared);
    return true;
  }
}

/** Counts of attempts: the first is the account's own and is forgotten with a right password, others are shared. */
type Counts = readonly [Counted, ...Counted[]];

function ofDevice(account: string, browser: string): Counts {
  return [{ limit: limits.signInDevice, by: `${account} ${browser}` }];
}

function ofStranger(account: string, sender: string): Counts {
  return [
    { limit: limits.signIn, by: `${account} ${sender}` },
    { limit: limits.signInAddress, by: sender },
  ];
}

function handleTaken(handle: string): ProblemException {
  return new ProblemException('handle-taken', { detail: `Another user has the handle '${handle}'.` });
}
