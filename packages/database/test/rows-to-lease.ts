import { randomUUID } from 'node:crypto';
import type { ModelStep } from '@unblind/contracts';
import { testDatabase } from '../../../infra/embedded/src/test-servers/test-database';
import { openDatabase, Prisma } from '../src';
import type { Database, LeasedRow, leasedRows } from '../src';

type Name = keyof typeof leasedRows;

/** A real database in which a new row of each kind can be had, waiting for a runner. */
export class RowsToLease {
  private constructor(
    readonly database: Database,
    private readonly stop: () => Promise<void>,
    private readonly phase: { id: string; challengeVersionId: string },
    private readonly userId: string,
  ) {}

  static async open(): Promise<RowsToLease> {
    const server = await testDatabase();
    const database = openDatabase(server.url, 8);
    const user = await database.user.create({ data: { handle: 'ada', email: 'a@example.org', name: 'Ada', passwordHash: 'none' } });
    const challenge = await database.challenge.create({ data: { slug: 'toy' } });
    const version = await database.challengeVersion.create({
      data: { challengeId: challenge.id, version: 1, definitionHash: 'x', manifest: {}, pages: {} },
    });
    const phase = await database.phase.create({
      data: { challengeVersionId: version.id, slug: 'dev', title: 'Dev', split: 'public', opensAt: new Date(), blinded: false },
    });
    return new RowsToLease(database, server.stop, phase, user.id);
  }

  async close(): Promise<void> {
    await this.database.$disconnect();
    await this.stop();
  }

  /** Another person, who has sent nothing yet. */
  async person(): Promise<string> {
    const handle = randomUUID();
    return (await this.database.user.create({ data: { handle, email: handle, name: handle, passwordHash: 'none' } })).id;
  }

  async make(name: Name, by?: Partial<Sender>): Promise<string> {
    switch (name) {
      case 'inspect':
        return this.evaluation('received', by);
      case 'run':
        return this.evaluation('queued', by);
      case 'score':
        return this.evaluation('scoring', by);
      case 'timing': {
        const evaluationId = await this.evaluation('scored', by);
        await this.database.timing.create({ data: { evaluationId } });
        return evaluationId;
      }
      case 'rerun': {
        const evaluationId = await this.evaluation('scored', by);
        const token = { create: { name: randomUUID(), secretHash: randomUUID(), prefix: 'unr_' } };
        await this.database.rerun.create({ data: { evaluation: { connect: { id: evaluationId } }, token, checkedRunner: 'site/node' } });
        return evaluationId;
      }
      case 'dataSet':
        return this.dataSet();
      case 'disclosure':
        return (await this.database.disclosure.create({ data: { dataSetId: await this.dataSet(), split: 'public' } })).id;
    }
  }

  private async dataSet(): Promise<string> {
    const { challengeVersionId } = this.phase;
    return (await this.database.dataSet.create({ data: { challengeVersionId, source: randomUUID(), simulated: true } })).id;
  }

  async evaluation(state: 'received' | 'queued' | 'scoring' | 'scored', by: Partial<Sender> = {}): Promise<string> {
    const phaseId = this.phase.id;
    const submission = {
      userId: this.userId,
      ...by,
      phaseId,
      kind: 'onnx',
      method: 'm',
      contentHash: 'c',
      idempotencyKey: randomUUID(),
    };
    const { id } = await this.database.evaluation.create({
      data: { state, phase: { connect: { id: phaseId } }, submission: { create: submission } },
    });
    return id;
  }

  async read({ table, key }: LeasedRow, id: string) {
    const [found] = await this.database.$queryRaw<Stored[]>`
      SELECT "state"::text, "fence", "attempts", "runner", "fault", "finished_at" IS NOT NULL AS "finished",
        extract(epoch FROM clock_timestamp() - "heartbeat_at")::float8 AS "silentFor"
      FROM ${Prisma.raw(`"${table}"`)} WHERE ${Prisma.raw(`"${key}"`)} = ${id}::uuid`;
    if (!found) throw new Error(`there is no row ${id} in ${table}`);
    return found;
  }

  /** As if a runner had been given it, and had had it until now. */
  async lease(step: ModelStep, evaluationId: string, end: 'done' | 'released'): Promise<void> {
    const { id: tokenId } = await this.database.runnerToken.create({
      data: { name: randomUUID(), secretHash: randomUUID(), prefix: 'unr_' },
    });
    const fence = await this.database.runnerLease.count();
    await this.database.runnerLease.create({
      data: { evaluationId, step, fence, tokenId, runner: 'runner', end, endedAt: new Date() },
    });
  }

  /** As if its holder had died a minute ago. */
  async silence({ table, key }: LeasedRow, id: string): Promise<void> {
    await this.database.$executeRaw`
      UPDATE ${Prisma.raw(`"${table}"`)} SET "heartbeat_at" = clock_timestamp() - interval '1 minute'
      WHERE ${Prisma.raw(`"${key}"`)} = ${id}::uuid`;
  }
}

interface Sender {
  userId: string;
  baseline: boolean;
}

interface Stored {
  state: string;
  fence: number;
  attempts: number;
  runner: string | null;
  fault: unknown;
  finished: boolean;
  /** Seconds since the last heartbeat; null: nobody has it. */
  silentFor: number | null;
}
