'use client';

import { CreatedToken, TokenScope } from '@unblind/contracts';
import { send } from '@/lib/api/browser';
import { Button } from '@/ui/button';
import { SelectField, TextField } from '@/ui/field';
import { ProblemNotice } from '@/ui/notice';
import { useForm } from './use-form';

const scopeLabels: Record<TokenScope, string> = { read: 'Read what I can see', submit: 'Upload, submit and cancel' };

export function TokenForm({ onCreated }: { onCreated: (token: CreatedToken) => void }) {
  const { onSubmit, busy, problem, errorOf } = useForm(async ({ name, days, ...chosen }, form) => {
    const scopes = TokenScope.options.filter((scope) => chosen[scope] === 'on');
    const expiresInDays = days === 'never' ? null : Number(days);
    onCreated(await send('POST', '/tokens', CreatedToken, { body: { name, scopes, expiresInDays } }));
    form.reset();
  });
  return (
    <form method="post" onSubmit={onSubmit} className="max-w-xl space-y-5">
      <h3 className="font-semibold">A new token</h3>
      {problem && <ProblemNotice problem={problem} />}
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField label="Name" name="name" hint="What it is for." error={errorOf('name')} maxLength={60} required />
        <SelectField label="Expires" name="days" defaultValue="90" error={errorOf('expiresInDays')}>
          <option value="7">in 7 days</option>
          <option value="30">in 30 days</option>
          <option value="90">in 90 days</option>
          <option value="365">in a year</option>
          <option value="never">never</option>
        </SelectField>
      </div>
      <fieldset className="text-sm">
        <legend className="font-medium">Permissions</legend>
        <div className="mt-2 flex flex-wrap gap-x-6 gap-y-2">
          {TokenScope.options.map((scope) => (
            <label key={scope} className="flex min-h-8 items-center gap-2">
              <input type="checkbox" name={scope} defaultChecked className="size-4 accent-accent" />
              {scopeLabels[scope]}
            </label>
          ))}
        </div>
        {errorOf('scopes') && <p className="mt-1.5 text-bad">{errorOf('scopes')}</p>}
      </fieldset>
      <Button type="submit" disabled={busy}>
        Create
      </Button>
    </form>
  );
}
