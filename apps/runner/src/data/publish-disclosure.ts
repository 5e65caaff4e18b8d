import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { DisclosedFile, PlatformFault, StoredDataSetIndex } from '@unblind/contracts';
import { asJson, finishWithin } from '@unblind/database';
import type { JobContext } from '@unblind/queue';
import type { Storage } from '@unblind/storage';
import { hold } from '../steps/hold';
import type { Held, HoldOptions } from '../steps/hold';
import { publishStep } from '../steps/steps';
import { commitmentText, seedFile, sha256 } from './commitment';

export interface PublishOptions extends HoldOptions {
  /** Opened with credentials for truth and public data. */
  storage: Storage;
}

type Job = Pick<JobContext<{ disclosureId: string }>, 'payload' | 'isLastAttempt' | 'exhausted' | 'signal'>;

/**
 * Copies what unblinding discloses of a split from the truth to the public area: which rows ranked, the seed of the bootstrap, and what
 * the digest was made of. Idempotent. The row exists only once a phase on the split is unblinded.
 */
export function publishDisclosure(options: PublishOptions, job: Job): Promise<void> {
  return hold(options, { ...job, row: publishStep.row, id: job.payload.disclosureId }, (held) => publish(options, held));
}

async function publish({ database, storage }: PublishOptions, { claim, signal }: Held): Promise<void> {
  const { dataSetId, split, dataSet } = await database.disclosure.findUniqueOrThrow({
    where: { id: claim.id },
    include: { dataSet: true },
  });
  const stored = StoredDataSetIndex.parse(dataSet.index).splits[split];
  if (!stored?.scoringSeed) throw differs(split, 'a split with a secret seed', 'none');
  const truth = storage.area('truth');
  const seed = await text(await truth.get(stored.scoringSeed.key));
  const commitment = commitmentText(stored, seed);
  const digest = sha256(commitment);
  // Nothing is published that contradicts what was shown before.
  if (stored.commitment !== undefined && stored.commitment !== digest) throw differs(split, stored.commitment, digest);
  const put = async (name: string, data: Buffer | Readable, digestOfFile: string): Promise<DisclosedFile> => {
    const key = `data/${dataSetId}/${split}/disclosed/${name}`;
    const { bytes } = await storage.area('public').put(key, data, { sha256: digestOfFile });
    return { name, key, bytes, sha256: digestOfFile };
  };
  const { part } = stored.truth;
  const files = [
    await put('commitment.txt', Buffer.from(commitment), digest),
    await put(seedFile, Buffer.from(seed), sha256(seed)),
    ...(part ? [await put('part.npy', await truth.get(part.key), part.sha256)] : []),
  ];
  signal.throwIfAborted();
  await database.$transaction(async (transaction) => {
    if (!(await finishWithin(transaction, publishStep.row, claim, 'published'))) return;
    await transaction.disclosure.update({ where: { id: claim.id }, data: { files: asJson(files) } });
  });
}

function differs(split: string, expected: string, got: string): PlatformFault {
  return new PlatformFault('data-missing', {
    message: `The stored split ${split} is not what its digest was made of.`,
    expected,
    got,
    fix: 'Restore the objects of the data set from a backup, then unblind the phase again.',
  });
}
