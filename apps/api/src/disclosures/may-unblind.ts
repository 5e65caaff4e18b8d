import { StoredDataSetIndex } from '@unblind/contracts';
import type { DataSet, Phase } from '@unblind/database';
import type { ShownChallenge } from '../challenges/challenges.repository';
import { ProblemException } from '../common/problem';

type StoredSplit = StoredDataSetIndex['splits'][string];

/** A phase's split as it is stored; null while the data set is not ready. */
export function splitOf(dataSet: DataSet | null, { split }: Pick<Phase, 'split'>): StoredSplit | null {
  return dataSet?.index ? (StoredDataSetIndex.parse(dataSet.index).splits[split] ?? null) : null;
}

/**
 * @param versions the version of the phase, and the current one: imported data may serve both
 * @throws ProblemException unless the phase has ended, and no phase that has not uses the same truth
 */
export function checkMayUnblind(phase: Phase, { dataSet }: ShownChallenge, versions: readonly ShownChallenge[], now: Date): void {
  const { title, closesAt } = phase;
  if (closesAt === null) throw refusal(`${title} has no end, so it cannot be unblinded.`, 'Give the phase a `closes` in challenge.yaml.');
  if (now < closesAt) throw refusal(`${title} ends at ${closesAt.toISOString()}.`, 'Unblind it after its end.');
  const split = splitOf(dataSet, phase);
  if (!split) throw refusal(`The data of ${title} are not prepared.`, 'Wait until they are; the runners log what is wrong.');
  const truth = truthOf(split);
  const isRunning = (other: Phase) => other.id !== phase.id && other.unblindedAt === null && !(other.closesAt && now >= other.closesAt);
  for (const version of versions) {
    const inUse = version.phases.find((other) => {
      const others = isRunning(other) ? splitOf(version.dataSet, other) : null;
      return others?.scoringSeed !== undefined && truthOf(others) === truth;
    });
    if (inUse)
      throw refusal(`${inUse.title}, which has not ended, uses the same truth.`, `Unblind ${title} after the end of ${inUse.title}.`);
  }
}

const truthOf = ({ truth }: StoredSplit): string =>
  Object.values(truth)
    .map(({ sha256 }) => sha256)
    .sort()
    .join();

function refusal(detail: string, fix: string): ProblemException {
  return new ProblemException('not-to-unblind', { detail, fix });
}
