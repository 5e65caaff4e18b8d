'use client';

import { useState } from 'react';
import type { SubmitEvent } from 'react';
import type { Problem } from '@unblind/contracts';
import { problemOf } from '@/lib/api/api-error';

export type Fields = Record<string, string>;

/** Submits the text fields of a form and keeps the API's error messages for them. */
export function useForm(submit: (fields: Fields, form: HTMLFormElement) => Promise<void>) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields: Fields = {};
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields[name] = value;
    setBusy(true);
    setProblem(null);
    submit(fields, form)
      .catch((error: unknown) => setProblem(problemOf(error)))
      .finally(() => setBusy(false));
  };
  const errorOf = (field: string): string | undefined => problem?.errors?.find(({ path }) => path === field)?.message;
  return { onSubmit, busy, problem, errorOf };
}
