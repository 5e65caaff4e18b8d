import { EvaluationView } from '@unblind/contracts';
import { beat, leasedRows } from '@unblind/database';
import { startTestApi, type TestApi } from '../../../apps/api/test/api';
import { newPerson, root, submitNew, type Person } from '../../../apps/api/test/people';
import { run, scoreRun } from '../../../apps/api/test/runs';
import type { Attack } from '../attack';

/** One bit of the hidden inputs, which the attacker's model sends by being slow or by stopping early. */
type Message = 0 | 1;

interface Channel {
  name: string;
  /** How far the run had come when the attacker looked, and how long it took. */
  play(message: Message): { done: number; seconds: number };
  /** What the attacker reads; null where the view does not say. */
  read(view: EvaluationView): number | null;
}

const timing: Channel = {
  name: 'sending hidden inputs out by the time of the run',
  play: (message) => ({ done: 100, seconds: message === 1 ? 300 : 20 }),
  read: ({ createdAt, finishedAt }) => (finishedAt === null ? null : Date.parse(finishedAt) - Date.parse(createdAt)),
};

const progress: Channel = {
  name: 'sending hidden inputs out by the progress of the run',
  play: (message) => ({ done: message === 1 ? 90 : 10, seconds: 60 }),
  read: ({ progress: shown }) => shown?.done ?? null,
};

const steps: Channel = {
  name: 'sending hidden inputs out by the steps of the live stream',
  play: (message) => ({ done: 100, seconds: message === 1 ? 300 : 20 }),
  read: ({ events }) => {
    const at = (state: string) => Date.parse(events.find((event) => event.state === state)?.at ?? '');
    const span = at('scoring') - at('running');
    return Number.isNaN(span) ? null : span;
  },
};

const messages: Message[] = [0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1];

/** How often the attacker guesses the bit right, in standard deviations of tossing a coin. */
async function rightGuesses(api: TestApi, phase: string, channel: Channel): Promise<number> {
  const person = await newPerson(api);
  // Runs on inputs that the attacker knows teach it what either bit looks like.
  const zero = await reading(api, person, { phase, channel, message: 0 });
  const one = await reading(api, person, { phase, channel, message: 1 });
  let right = 0;
  for (const message of messages) {
    const read = await reading(api, person, { phase, channel, message });
    const isZero = read !== null && zero !== null && one !== null && Math.abs(read - zero) < Math.abs(read - one);
    if ((isZero ? 0 : 1) === message) right++;
  }
  const half = messages.length / 2;
  return (right - half) / Math.sqrt(half / 2);
}

async function reading(
  api: TestApi,
  person: Person,
  { phase, channel, message }: { phase: string; channel: Channel; message: Message },
): Promise<number | null> {
  const { evaluation } = await submitNew(api, person, { phase });
  const { done, seconds } = channel.play(message);
  const running = await run(api.database, evaluation.id);
  await beat(api.database, leasedRows.run, running, { done, total: 100, unit: 'samples' });
  const view = async () => EvaluationView.parse((await person.agent.get(`${root}/evaluations/${evaluation.id}`)).body);
  const during = channel.read(await view());
  await scoreRun(api.database, running, { auc: 0.8 });
  await stretch(api, evaluation.id, seconds);
  return channel.read(await view()) ?? during;
}

/** Makes the run as long as the model's, without waiting for it. */
async function stretch({ database }: TestApi, evaluationId: string, seconds: number): Promise<void> {
  const events = await database.evaluationEvent.findMany({ where: { evaluationId }, orderBy: { id: 'asc' } });
  const start = events[0]?.createdAt ?? new Date();
  const later = new Date(start.getTime() + seconds * 1000);
  const after = events.filter(({ state }) => state === 'scoring' || state === 'scored').map(({ id }) => id);
  await database.evaluationEvent.updateMany({ where: { id: { in: after } }, data: { createdAt: later } });
  await database.evaluation.update({ where: { id: evaluationId }, data: { createdAt: start, finishedAt: later } });
}

function over(channel: Channel): Attack {
  return {
    name: channel.name,
    against: 'blinded phase',
    // The guesses of a coin: none is right more often than by chance.
    limitSigma: 0.3,
    inShort: true,
    async run() {
      const api = await startTestApi({ BLINDED_STEP_SECONDS: '0' }, ({ phases }) => {
        for (const phase of phases) Object.assign(phase, { perDay: undefined, total: 100 });
      });
      try {
        return {
          gainSigma: await rightGuesses(api, 'final', channel),
          // In an open phase the same fields are shown.
          controlSigma: await rightGuesses(api, 'development', channel),
          queries: messages.length,
          accounts: 1,
        };
      } finally {
        await api.stop();
      }
    },
  };
}

export const channelAttacks: readonly Attack[] = [timing, progress, steps].map(over);
