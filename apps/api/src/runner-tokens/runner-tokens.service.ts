import { Injectable } from '@nestjs/common';
import type { CreateRunnerToken, CreatedRunnerToken, RunnerToken } from '@unblind/contracts';
import type { Identity } from '../access/identity';
import { limits } from '../common/limits';
import { ProblemException, notFound } from '../common/problem';
import { hashSecret, newSecret } from '../common/secrets';
import type { RunnerIdentity } from './runner-identity';
import { RunnerTokensRepository } from './runner-tokens.repository';
import type { TokenWithChallenge } from './runner-tokens.repository';

/** Tokens of runners. Organisers make those of challenges; only an administrator lets runners have more than that. */
@Injectable()
export class RunnerTokensService {
  constructor(private readonly tokens: RunnerTokensRepository) {}

  async list(caller: Identity): Promise<RunnerToken[]> {
    return (await this.tokens.list()).filter((token) => mayManage(caller, token)).map(view);
  }

  async create(caller: Identity, { name, challenge, trusted }: CreateRunnerToken): Promise<CreatedRunnerToken> {
    if (!isAdministrator(caller) && (challenge === null || trusted))
      throw new ProblemException('forbidden', {
        detail: 'Organisers make tokens for the runners of one challenge, which are not trusted with hidden inputs.',
        fix: 'Name a challenge, or ask an administrator.',
      });
    const challengeId = challenge === null ? null : await this.tokens.challengeId(challenge);
    if (challenge !== null && challengeId === null) throw notFound(`challenge '${challenge}'`);
    const secret = `unr_${newSecret()}`;
    const token = await this.tokens.create(caller.user.id, { name, challengeId, trusted, ...stored(secret) });
    if (!token) throw new ProblemException('token-name-taken', { detail: `There is a runner token named '${name}'.` });
    return { ...view(token), secret };
  }

  async revoke(caller: Identity, id: string): Promise<void> {
    const token = await this.tokens.find(id);
    if (!token || !mayManage(caller, token)) throw notFound('such runner token');
    await this.tokens.revoke(caller.user.id, id);
  }

  /** The token of the platform's own runners. Repeatable. */
  async ensurePlatform(secret: string): Promise<void> {
    await this.tokens.ensurePlatform(stored(secret));
  }

  async identify(secret: string | undefined): Promise<RunnerIdentity> {
    const token = secret === undefined ? null : await this.tokens.findBySecret(hashSecret(secret));
    if (!token || token.revokedAt) throw new ProblemException('runner-token-invalid', { detail: 'The token is unknown or was revoked.' });
    if (!token.lastSeenAt || Date.now() - token.lastSeenAt.getTime() > limits.lastUsedStepMs) await this.tokens.setLastSeen(token.id);
    return token;
  }
}

const isAdministrator = ({ user }: Identity): boolean => user.role === 'administrator';

const mayManage = (caller: Identity, { challengeId, trusted }: TokenWithChallenge): boolean =>
  isAdministrator(caller) || (challengeId !== null && !trusted);

function stored(secret: string): { secretHash: string; prefix: string } {
  return { secretHash: hashSecret(secret), prefix: secret.slice(0, 10) };
}

function view({ id, name, prefix, challenge, trusted, remote, createdAt, lastSeenAt, reruns }: TokenWithChallenge): RunnerToken {
  const found = (state: 'agreed' | 'disagreed'): number => reruns.filter((one) => one.state === state).length;
  return {
    id,
    name,
    prefix,
    challenge: challenge?.slug ?? null,
    trusted,
    remote,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
    reruns: { agreed: found('agreed'), disagreed: found('disagreed') },
  };
}
