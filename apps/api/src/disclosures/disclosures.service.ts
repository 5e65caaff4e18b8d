import { Inject, Injectable } from '@nestjs/common';
import { DisclosedFile } from '@unblind/contracts';
import type { DisclosureView } from '@unblind/contracts';
import type { Disclosure, Phase } from '@unblind/database';
import type { Storage } from '@unblind/storage';
import type { Identity } from '../access/identity';
import { ChallengesRepository } from '../challenges/challenges.repository';
import type { ShownChallenge } from '../challenges/challenges.repository';
import { Jobs } from '../common/jobs';
import { limits } from '../common/limits';
import { notFound } from '../common/problem';
import { STORAGE } from '../common/tokens';
import { DisclosuresRepository } from './disclosures.repository';
import { checkMayUnblind, splitOf } from './may-unblind';

interface Wanted {
  slug: string;
  phase: string;
  version: number | undefined;
}

/** Unblinds phases, and shows what is known of their secrets before and after. The secrets themselves are the runners' to publish. */
@Injectable()
export class DisclosuresService {
  constructor(
    private readonly challenges: ChallengesRepository,
    private readonly disclosures: DisclosuresRepository,
    private readonly jobs: Jobs,
    @Inject(STORAGE) private readonly storage: Storage,
  ) {}

  async list(slug: string, version: number | undefined): Promise<DisclosureView[]> {
    const challenge = await this.challenges.findVersion(slug, version);
    const { dataSet, phases } = challenge;
    const secret = phases.filter((phase) => splitOf(dataSet, phase)?.scoringSeed !== undefined);
    const known = dataSet ? await this.disclosures.of(dataSet.id) : [];
    return Promise.all(secret.map((phase) => this.view(challenge, phase, known)));
  }

  async unblind({ user }: Identity, { slug, phase: name, version }: Wanted): Promise<DisclosureView> {
    const challenge = await this.challenges.findVersion(slug, version);
    const { dataSet } = challenge;
    const phase = challenge.phases.find((each) => each.slug === name);
    if (!phase) throw notFound(`phase '${name}' of ${slug}; it has ${challenge.phases.map((each) => each.slug).join(', ')}`);
    if (phase.unblindedAt === null) {
      const versions = challenge.archivedAt === null ? [challenge] : [challenge, await this.challenges.findCurrent(slug)];
      checkMayUnblind(phase, challenge, versions, new Date());
    }
    const hasSecrets = splitOf(dataSet, phase)?.scoringSeed !== undefined;
    const secrets = dataSet && hasSecrets ? { dataSetId: dataSet.id, split: phase.split } : null;
    const waiting = await this.disclosures.unblind(phase.id, user.id, secrets);
    if (waiting) await this.jobs.enqueue('disclosure.publish', { disclosureId: waiting.id }, `${waiting.id}-publish`);
    const unblinded = await this.challenges.findVersion(slug, challenge.version);
    const known = secrets ? await this.disclosures.of(secrets.dataSetId) : [];
    return this.view(unblinded, unblinded.phases.find(({ id }) => id === phase.id) ?? phase, known);
  }

  private async view({ slug, dataSet }: ShownChallenge, phase: Phase, known: readonly Disclosure[]): Promise<DisclosureView> {
    const { unblindedAt, split } = phase;
    const disclosure = unblindedAt === null ? undefined : known.find((each) => each.split === split);
    const files = disclosure?.state === 'published' ? DisclosedFile.array().parse(disclosure.files) : [];
    const area = this.storage.area('public');
    return {
      phase: phase.slug,
      split,
      state: unblindedAt === null ? 'sealed' : stateOf(disclosure),
      unblindedAt: unblindedAt?.toISOString() ?? null,
      commitment: splitOf(dataSet, phase)?.commitment ?? null,
      files: await Promise.all(
        files.map(async ({ name, key, bytes, sha256 }) => {
          const filename = `${slug}-${split}-${name}`;
          return { name, bytes, sha256, url: await area.signGet(key, { expiresSeconds: limits.dataUrlSeconds, filename }) };
        }),
      ),
    };
  }
}

/** Where nothing was secret there is nothing to publish. */
function stateOf(disclosure: Disclosure | undefined): DisclosureView['state'] {
  if (!disclosure) return 'published';
  return disclosure.state === 'waiting' ? 'publishing' : disclosure.state;
}
