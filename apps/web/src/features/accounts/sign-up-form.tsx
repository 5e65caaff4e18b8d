'use client';

import { useRouter } from 'next/navigation';
import { Me } from '@unblind/contracts';
import { send } from '@/lib/api/browser';
import { Button } from '@/ui/button';
import { TextField } from '@/ui/field';
import { ProblemNotice } from '@/ui/notice';
import { useForm } from './use-form';

export function SignUpForm({ next }: { next: string }) {
  const router = useRouter();
  const { onSubmit, busy, problem, errorOf } = useForm(async ({ handle, name, email, password }) => {
    await send('POST', '/accounts/sign-up', Me, { body: { handle, name, email, password } });
    router.push(next);
    router.refresh();
  });
  return (
    <form method="post" onSubmit={onSubmit} className="space-y-5">
      {problem && <ProblemNotice problem={problem} />}
      <TextField
        label="Handle"
        name="handle"
        hint="3 to 30 lower-case letters, digits and hyphens. Shown on boards."
        error={errorOf('handle')}
        autoComplete="username"
        autoCapitalize="none"
        pattern="[a-z0-9][a-z0-9\-]{1,28}[a-z0-9]"
        required
      />
      <TextField
        label="Name"
        name="name"
        hint="Shown beside your handle."
        error={errorOf('name')}
        autoComplete="name"
        maxLength={100}
        required
      />
      <TextField
        label="E-mail address"
        name="email"
        type="email"
        hint="Never shown to others."
        error={errorOf('email')}
        autoComplete="email"
        maxLength={200}
        required
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        hint="At least 10 characters."
        error={errorOf('password')}
        autoComplete="new-password"
        minLength={10}
        maxLength={200}
        required
      />
      <Button type="submit" disabled={busy} className="w-full">
        Create an account
      </Button>
    </form>
  );
}
