'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Me } from '@unblind/contracts';
import { send } from '@/lib/api/browser';
import { Button } from '@/ui/button';
import { TextField } from '@/ui/field';
import { ProblemNotice } from '@/ui/notice';
import { useForm } from './use-form';

export function PasswordForm({ handle }: { handle: string }) {
  const router = useRouter();
  const [changed, setChanged] = useState(false);
  const { onSubmit, busy, problem, errorOf } = useForm(async ({ current, next }, form) => {
    setChanged(false);
    await send('POST', '/accounts/password', Me, { body: { current, next } });
    form.reset();
    setChanged(true);
    router.refresh();
  });
  return (
    <form method="post" onSubmit={onSubmit} className="max-w-sm space-y-5">
      {problem && <ProblemNotice problem={problem} />}
      {/* Tells password managers which account the password belongs to. */}
      <input type="text" name="handle" value={handle} autoComplete="username" readOnly hidden />
      <TextField
        label="Current password"
        name="current"
        type="password"
        autoComplete="current-password"
        error={errorOf('current')}
        required
      />
      <TextField
        label="New password"
        name="next"
        type="password"
        hint="At least 10 characters."
        autoComplete="new-password"
        minLength={10}
        maxLength={200}
        error={errorOf('next')}
        required
      />
      <p className="text-sm text-muted">Changing it ends all your other sessions and revokes all your API tokens.</p>
      <Button type="submit" disabled={busy}>
        Change the password
      </Button>
      <p role="status" className="text-sm text-good">
        {changed && 'Your password has been changed. Other sessions have ended, and API tokens are revoked.'}
      </p>
    </form>
  );
}
