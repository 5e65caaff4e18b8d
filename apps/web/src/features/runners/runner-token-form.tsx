'use client';

import { CreatedRunnerToken } from '@unblind/contracts';
import { useForm } from '@/features/accounts/use-form';
import { send } from '@/lib/api/browser';
import { Button } from '@/ui/button';
import { SelectField, TextField } from '@/ui/field';
import { ProblemNotice } from '@/ui/notice';

interface Props {
  challenges: readonly string[];
  /** Only administrators let runners have the work of all challenges, or hidden inputs. */
  isAdministrator: boolean;
  onCreated: (token: CreatedRunnerToken) => void;
}

export function RunnerTokenForm({ challenges, isAdministrator, onCreated }: Props) {
  const { onSubmit, busy, problem, errorOf } = useForm(async ({ name, challenge, trusted }, form) => {
    const body = { name, challenge: challenge === '' ? null : challenge, trusted: trusted === 'on' };
    onCreated(await send('POST', '/runner-tokens', CreatedRunnerToken, { body }));
    form.reset();
  });
  return (
    <form method="post" onSubmit={onSubmit} className="max-w-xl space-y-5">
      <h3 className="font-semibold">A new runner token</h3>
      {problem && <ProblemNotice problem={problem} />}
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField label="Name" name="name" hint="Of the site: a-z, 0-9 and hyphens." error={errorOf('name')} maxLength={60} required />
        <SelectField label="Takes work of" name="challenge" error={errorOf('challenge')}>
          {isAdministrator && <option value="">all challenges</option>}
          {challenges.map((slug) => (
            <option key={slug} value={slug}>
              {slug}
            </option>
          ))}
        </SelectField>
      </div>
      {isAdministrator && (
        <label className="flex min-h-8 items-center gap-2 text-sm">
          <input type="checkbox" name="trusted" className="size-4 shrink-0 accent-accent" />
          Trusted with hidden inputs, in phases that say so
        </label>
      )}
      <Button type="submit" disabled={busy}>
        Create
      </Button>
    </form>
  );
}
