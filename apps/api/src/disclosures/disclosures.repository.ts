import { Inject, Injectable } from '@nestjs/common';
import type { Database, Disclosure } from '@unblind/database';
import { lockFor } from '../common/locks';
import { DATABASE } from '../common/tokens';

/** What a phase's results were made of, apart from what everybody has. */
export interface Secrets {
  dataSetId: string;
  split: string;
}

@Injectable()
export class DisclosuresRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  of(dataSetId: string): Promise<Disclosure[]> {
    return this.database.disclosure.findMany({ where: { dataSetId } });
  }

  /**
   * Unblinds a phase, once, with an audit entry, and asks for the publication of its secrets. Returns the disclosure that waits for a
   * runner; null if there is nothing to do.
   */
  unblind(phaseId: string, userId: string, secrets: Secrets | null): Promise<Disclosure | null> {
    return this.database.$transaction(async (transaction) => {
      await lockFor(transaction, `unblinding ${phaseId}`);
      const { count } = await transaction.phase.updateMany({
        where: { id: phaseId, unblindedAt: null },
        data: { unblindedAt: new Date() },
      });
      if (count > 0) await transaction.auditEvent.create({ data: { userId, action: 'phase.unblind', subject: `phase:${phaseId}` } });
      if (!secrets) return null;
      await transaction.disclosure.createMany({ data: secrets, skipDuplicates: true });
      // A publication that failed is tried again: its cause may be mended.
      await transaction.disclosure.updateMany({ where: { ...secrets, state: 'failed' }, data: { state: 'waiting', attempts: 0 } });
      return transaction.disclosure.findFirst({ where: { ...secrets, state: 'waiting' } });
    });
  }
}
