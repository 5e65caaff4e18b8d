import { SubmissionView } from '@unblind/contracts';
import { startTestApi, type TestApi } from '../../../apps/api/test/api';
import { newPerson, postSubmission, root, uploadFile, type Person } from '../../../apps/api/test/people';
import { run } from '../../../apps/api/test/runs';
import type { Attack } from '../attack';
import { expectedLargest } from '../normal';

/** Looks at hidden data that the phase allows in a day. */
const quota = 3;
/** More than enough to show that a quota does not hold. */
const mostTries = 30;

/** Sends until the quota is used up, stopping each submission, and returns how many there were. */
async function countTries(api: TestApi, person: Person, stopAt: 'the last samples' | 'the queue'): Promise<number> {
  for (let sent = 0; sent < mostTries; sent++) {
    const { status, body } = await postSubmission(person, (await uploadFile(api, person)).id);
    if (status === 429) return sent;
    const { id, evaluation } = SubmissionView.parse(body);
    if (stopAt === 'the last samples') await run(api.database, evaluation.id, 97);
    await person.agent.post(`${root}/submissions/${id}/cancel`);
  }
  return mostTries;
}

const cancelling: Attack = {
  name: 'cancelling before the last samples',
  against: 'development board',
  limitSigma: 0.3,
  inShort: true,
  async run() {
    const api = await startTestApi();
    try {
      const looks = await countTries(api, await newPerson(api), 'the last samples');
      // What is stopped before it runs gives its quota back, as a look once did.
      const free = await countTries(api, await newPerson(api), 'the queue');
      const gainOf = (count: number) => expectedLargest(count) - expectedLargest(quota);
      return { gainSigma: gainOf(looks), controlSigma: gainOf(free), queries: looks, accounts: 1 };
    } finally {
      await api.stop();
    }
  },
};

export const quotaAttacks: readonly Attack[] = [cancelling];
