'use client';

import { useRouter } from 'next/navigation';
import { Me } from '@unblind/contracts';
import { send } from '@/lib/api/browser';
import { Button } from '@/ui/button';
import { TextField } from '@/ui/field';
import { ProblemNotice } from '@/ui/notice';
import { useForm } from './use-form';

export function SignInForm({ next }: { next: string }) {
  const router = useRouter();
  const { onSubmit, busy, problem } = useForm(async ({ login, password }) => {
    const me = await send('POST', '/accounts/sign-in', Me, { body: { login, password } });
    router.push(me.mustChangePassword ? '/account' : next);
    router.refresh();
  });
  return (
    <form method="post" onSubmit={onSubmit} className="space-y-5">
      {problem && <ProblemNotice problem={problem} />}
      <TextField label="Handle or e-mail address" name="login" autoComplete="username" autoCapitalize="none" required />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
      <Button type="submit" disabled={busy} className="w-full">
        Sign in
      </Button>
    </form>
  );
}
