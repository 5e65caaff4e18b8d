import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ConnectedRunners } from '@/features/runners/connected-runners';
import { RunnerTimeTables } from '@/features/runners/runner-time';
import { RunnerTokens } from '@/features/runners/runner-tokens';
import { getChallenges, getMe, getRunnerTime, getRunnerTokens, getStatus } from '@/lib/api/queries';
import { attempt } from '@/lib/api/server';
import { ProblemNotice } from '@/ui/notice';
import { Section } from '@/ui/section';

export const metadata: Metadata = { title: 'Runners' };

export default async function RunnersPage() {
  const me = await getMe();
  if (!me) redirect('/sign-in?next=/runners');
  const [tokens, time, challenges, status] = await Promise.all([
    attempt(getRunnerTokens()),
    attempt(getRunnerTime()),
    attempt(getChallenges()),
    getStatus(),
  ]);
  return (
    <div className="max-w-5xl pt-12">
      <h1 className="font-title text-4xl">Runners</h1>
      <Section title="Connected" note="The runners that were seen within a day." className="mt-10!">
        <ConnectedRunners runners={status?.runners ?? []} />
      </Section>
      <Section
        title="Tokens"
        note="A runner takes work with a token, over HTTPS alone. Revoking a token ends the work of its runners at once."
      >
        {tokens.problem ? (
          <ProblemNotice problem={tokens.problem} />
        ) : (
          <RunnerTokens
            tokens={tokens.data}
            challenges={(challenges.data ?? []).map(({ slug }) => slug)}
            isAdministrator={me.role === 'administrator'}
          />
        )}
      </Section>
      <Section title="Time spent" note="Every attempt counts, however it ended. Lost: it failed, its runner was lost or gave it back.">
        {time.problem ? <ProblemNotice problem={time.problem} /> : <RunnerTimeTables time={time.data} />}
      </Section>
    </div>
  );
}
