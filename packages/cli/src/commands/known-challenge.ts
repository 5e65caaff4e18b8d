import { listChallenges } from '@unblind/challenges';
import { nearest } from '@unblind/contracts';
import { CliError, exitCodes } from '../exit-codes';

/** @throws CliError that names the nearest challenge, if none has this slug */
export async function checkChallengeKnown(slug: string): Promise<void> {
  const slugs = await listChallenges();
  if (slugs.includes(slug)) return;
  const guess = nearest(slug, slugs);
  throw new CliError(
    exitCodes.usage,
    `There is no challenge '${slug}'.${guess ? ` Did you mean '${guess}'?` : ''}`,
    `Challenges are ${slugs.join(', ')}.`,
    'challenge-unknown',
  );
}
