import { randomUUID } from 'node:crypto';
import type { Board } from '@unblind/contracts';
import { openDatabase } from '@unblind/database';
import type { Database, Prisma } from '@unblind/database';
import { testDatabase } from '../../../infra/embedded/src/test-servers/test-database';
import type { TestDatabase } from '../../../infra/embedded/src/test-servers/test-database';
import type { KnownMetric } from './board-entries';
import { writeEntries } from './write-entries';

const board: Board = { id: 'auc', by: 'auc', order: 'desc', feedback: { ladder: 'linear', step: 0.1, grid: 0.05 } };
const metrics = (value: number | null): KnownMetric[] => [
  { name: 'auc', variation: 'nominal', part: 'ranking', value, low: value && value - 0.01, high: value && value + 0.01 },
  { name: 'auc', variation: 'nominal', part: 'diagnostic', value: 0.5, low: 0.45, high: 0.55 },
];

let server: TestDatabase;
let database: Database;
let phaseId: string;
let challengeId: string;
beforeAll(async () => {
  server = await testDatabase();
  database = openDatabase(server.urlFor('scorer'), 8);
  const owner = openDatabase(server.url, 1);
  ({ id: challengeId } = await owner.challenge.create({ data: { slug: 'toy' } }));
  const version = await owner.challengeVersion.create({ data: { challengeId, version: 1, definitionHash: 'x', manifest: {}, pages: {} } });
  const phase = { challengeVersionId: version.id, slug: 'dev', title: 'Dev', split: 'public', opensAt: new Date(), blinded: false };
  ({ id: phaseId } = await owner.phase.create({ data: phase }));
  await owner.$disconnect();
});
afterAll(async () => {
  await database.$disconnect();
  await server.stop();
});

/** Rows as the API writes them, which the scorer's role may not. */
async function asOwner<T>(act: (owner: Database) => Promise<T>): Promise<T> {
  const owner = openDatabase(server.url, 1);
  try {
    return await act(owner);
  } finally {
    await owner.$disconnect();
  }
}

const person = () => {
  const handle = randomUUID().slice(0, 8);
  return asOwner(({ user }) => user.create({ data: { handle, email: `${handle}@example.org`, name: 'Ada', passwordHash: 'none' } }));
};

interface Sent {
  userId: string;
  teamId?: string | null;
  baseline?: boolean;
}

const submit = ({ userId, teamId = null, baseline = false }: Sent) =>
  asOwner(({ submission }) =>
    submission.create({
      data: { userId, teamId, baseline, phaseId, kind: 'onnx', method: 'm', contentHash: randomUUID(), idempotencyKey: randomUUID() },
    }),
  );

type Submission = Prisma.SubmissionGetPayload<object>;

async function evaluationOf(submission: Submission) {
  const number = (await database.evaluation.count({ where: { submissionId: submission.id } })) + 1;
  const { id } = await asOwner(({ evaluation }) => evaluation.create({ data: { submissionId: submission.id, phaseId, number } }));
  return { id, phaseId, laddered: true, submission };
}

/** Scores a submission once more. @returns what its entry shows, or null */
async function score(submission: Submission, value: number | null, { laddered = true, on = board } = {}) {
  const { id, ...rest } = await evaluationOf(submission);
  const evaluation = { id, ...rest, laddered };
  const write = () => database.$transaction((transaction) => writeEntries(transaction, evaluation, [on], metrics(value)));
  await write();
  // A step that is run again after its end writes nothing more.
  await write();
  return (
    (await database.boardEntry.findUnique({ where: { phaseId_board_evaluationId: { phaseId, board: on.id, evaluationId: id } } }))?.value ??
    null
  );
}

const scoreNew = async (sent: Sent, value: number | null, more?: Parameters<typeof score>[2]) => score(await submit(sent), value, more);

test('a board shows the first value on the grid, and then only those that are better by the step', async () => {
  const { id: userId } = await person();
  expect(await scoreNew({ userId }, 0.512)).toBe(0.5);
  expect(await scoreNew({ userId }, 0.599)).toBeNull();
  expect(await scoreNew({ userId }, 0.3)).toBeNull();
  expect(await scoreNew({ userId }, null)).toBeNull();
  expect(await scoreNew({ userId }, 0.63)).toBe(0.65);
  expect(await database.boardEntry.count({ where: { evaluation: { submission: { userId } } } })).toBe(2);
});

const mostReleases = 20;

test('a phase shows so many values of an entrant and no more, however many steps they climb', async () => {
  const { id: userId } = await person();
  const first = await submit({ userId });
  await score(first, 0);
  for (let at = 1; at < mostReleases; at++) expect(await scoreNew({ userId }, at)).toBe(at);
  expect(await scoreNew({ userId }, 100)).toBeNull();
  // Being scored again is no further value: what was shown stays.
  expect(await score(first, 0)).toBe(0);
  expect(await database.boardEntry.count({ where: { evaluation: { submission: { userId } } } })).toBe(mostReleases + 1);
});

test('each entrant climbs a ladder of their own, and so does each baseline of one organiser', async () => {
  const [{ id: ada }, { id: bob }] = [await person(), await person()];
  expect(await scoreNew({ userId: ada }, 0.9)).toBe(0.9);
  expect(await scoreNew({ userId: bob }, 0.6)).toBe(0.6);
  expect(await scoreNew({ userId: ada, baseline: true }, 0.7)).toBe(0.7);
  expect(await scoreNew({ userId: ada, baseline: true }, 0.71)).toBe(0.7);
});

test('the members of a team climb one ladder, with what each had sent before', async () => {
  const [{ id: ada }, { id: bob }] = [await person(), await person()];
  const { id: teamId } = await asOwner(({ team }) => team.create({ data: { challengeId, name: randomUUID() } }));
  expect(await scoreNew({ userId: ada, teamId }, 0.6)).toBe(0.6);
  expect(await scoreNew({ userId: bob, teamId }, 0.65)).toBeNull();
  const alone = await submit({ userId: bob });
  expect(await score(alone, 0.8)).toBe(0.8);
  // On joining, the submission becomes the team's.
  await asOwner(({ submission }) => submission.update({ where: { id: alone.id }, data: { teamId } }));
  expect(await scoreNew({ userId: ada, teamId }, 0.85)).toBeNull();
  expect(await scoreNew({ userId: ada, teamId }, 0.91)).toBe(0.9);
});

test('of results that come at the same time, each climbs from what the one before it left', async () => {
  const { id: userId } = await person();
  const evaluations = await Promise.all(Array.from({ length: 8 }, async () => evaluationOf(await submit({ userId }))));
  await Promise.all(
    evaluations.map((evaluation) => database.$transaction((transaction) => writeEntries(transaction, evaluation, [board], metrics(0.6)))),
  );
  // Whichever came first is shown; no other is better than it by the step.
  expect(await database.boardEntry.count({ where: { evaluation: { submission: { userId } } } })).toBe(1);
});

test('a submission that is scored again keeps its release, takes a better one, and is shown once', async () => {
  const { id: userId } = await person();
  const first = await submit({ userId });
  expect(await score(first, 0.6)).toBe(0.6);
  expect(await scoreNew({ userId }, 0.62)).toBeNull();
  // The same result, and a worse one: what was shown stays, at the newest evaluation.
  expect(await score(first, 0.6)).toBe(0.6);
  expect(await score(first, 0.5)).toBe(0.6);
  expect(await score(first, 0.72)).toBe(0.7);
  // One that had no release gets none by being scored again.
  const second = await submit({ userId });
  expect(await score(second, 0.75)).toBeNull();
  expect(await score(second, 0.75)).toBeNull();
});

test('without a ladder every entry is shown exactly, and one without a value stands without a rank', async () => {
  const { id: userId } = await person();
  expect(await scoreNew({ userId }, 0.512, { laddered: false })).toBe(0.512);
  expect(await scoreNew({ userId }, 0.513, { laddered: false })).toBe(0.513);
  const { feedback: _feedback, ...bare } = board;
  expect(await scoreNew({ userId }, 0.5131, { on: { ...bare, id: 'bare' } })).toBe(0.5131);
  await scoreNew({ userId }, null, { laddered: false });
  expect(await database.boardEntry.count({ where: { value: null, evaluation: { submission: { userId } } } })).toBe(1);
});

test('an entry whose parts disagree is flagged', async () => {
  const { id: userId } = await person();
  await scoreNew({ userId }, 0.55);
  await scoreNew({ userId }, 0.9);
  const entries = await database.boardEntry.findMany({ where: { evaluation: { submission: { userId } } }, orderBy: { value: 'asc' } });
  expect(entries.map(({ disagreement }) => disagreement)).toEqual([false, true]);
});
