import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { PasswordForm } from '@/features/accounts/password-form';
import { SignOutEverywhere } from '@/features/accounts/sign-out-everywhere';
import { Tokens } from '@/features/accounts/tokens';
import { getMe, getTokens } from '@/lib/api/queries';
import { attempt } from '@/lib/api/server';
import { Section } from '@/ui/section';
import { Facts } from '@/ui/facts';
import { ProblemNotice } from '@/ui/notice';

export const metadata: Metadata = { title: 'Account' };

export default async function AccountPage() {
  const me = await getMe();
  if (!me) redirect('/sign-in?next=/account');
  const tokens = me.mustChangePassword ? null : await attempt(getTokens());
  return (
    <div className="max-w-4xl pt-12">
      <h1 className="font-title text-4xl">{me.name}</h1>
      <div className="mt-6 max-w-sm">
        <Facts
          items={[
            ['Handle', me.handle],
            ['E-mail address', me.email],
            ['Role', me.role],
          ]}
        />
      </div>
      <Section title={me.mustChangePassword ? 'Choose your own password' : 'Password'} className="mt-14!">
        <PasswordForm handle={me.handle} />
      </Section>
      {tokens && (
        <Section
          title="API tokens"
          note="For programs such as the command line client, scripts and continuous integration. They send the token as a bearer token."
        >
          {tokens.problem ? <ProblemNotice problem={tokens.problem} /> : <Tokens tokens={tokens.data} />}
        </Section>
      )}
      <Section title="Sessions" note="For when a device or a token is lost. Change the password as well if somebody may know it.">
        <SignOutEverywhere />
      </Section>
    </div>
  );
}
