'use client';

import { useState } from 'react';
import { checkForm, fileKindOf } from '@unblind/contracts';
import type { ChallengeKind, Form, PhaseView, Quota } from '@unblind/contracts';
import { Button } from '@/ui/button';
import { SelectField, TextArea, TextField } from '@/ui/field';
import { ProblemNotice } from '@/ui/notice';
import type { Draft } from './draft';
import { FormFields } from './form-fields';
import { formValues } from './form-values';
import type { Typed } from './form-values';
import { QuotaNote } from './quota-note';
import { UploadProgress } from './upload-progress';
import type { ChosenFile } from './use-check';
import { isBusy } from './use-submit';
import type { useSubmit } from './use-submit';

interface Props {
  challengeKind: ChallengeKind;
  chosen: ChosenFile | null;
  /** Further trainings of the same method. */
  further: readonly File[];
  answer: Form | null;
  parameters: Form | null;
  draft: Draft | null;
  openPhases: PhaseView[];
  quotas: Quota[];
  submit: ReturnType<typeof useSubmit>;
}

/** The form for the data that accompany a file, or for an answer without a file, with the submit button. */
export function EntryForm({ challengeKind, chosen, further, answer, parameters, draft, openPhases, quotas, submit }: Props) {
  const { state, start, pause } = submit;
  const [wanted, setPhase] = useState('');
  // Null until the user types; until then the draft or the file name is shown.
  const [typedMethod, setMethod] = useState<string | null>(null);
  const [typedNotes, setNotes] = useState<string | null>(null);
  const [typed, setTyped] = useState<Typed>({});
  const method = typedMethod ?? draft?.method ?? chosen?.file.name.replace(/\.[^.]+$/, '') ?? '';
  const notes = typedNotes ?? draft?.notes ?? '';

  const fileKind = chosen && fileKindOf(chosen.file.name, challengeKind);
  // Only phases that accept the chosen file are offered.
  const phases = openPhases.filter(({ kinds }) => fileKind === null || kinds.includes(fileKind));
  const phase = phases.find(({ id }) => id === wanted) ?? phases[0];
  const kind = fileKind ?? (phase?.kinds.includes('answer') ? 'answer' : null);
  const form = (kind === 'answer' ? answer : parameters) ?? {};
  const values = formValues(form, typed);
  const { problems } = checkForm(form, values);
  const fits = kind === 'answer' || chosen?.check?.ok === true;
  const ready = fits && kind !== null && phase !== undefined && method.trim() !== '' && problems.length === 0;
  const submitEntry = () => {
    if (!kind || !phase) return;
    const files = kind === 'answer' || !chosen ? [] : [chosen.file, ...further];
    void start({ files, kind, phase: phase.id, method: method.trim(), notes, form: values });
  };
  return (
    <form
      className="space-y-5 border-t border-line pt-8"
      onSubmit={(event) => {
        event.preventDefault();
        submitEntry();
      }}
    >
      <fieldset disabled={isBusy(state)} className="space-y-5">
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField
            label="Method"
            hint="Shown on the board."
            value={method}
            maxLength={80}
            required
            onChange={(event) => setMethod(event.target.value)}
          />
          <SelectField
            label="Phase"
            hint={<QuotaNote quota={quotas.find((quota) => quota.phase === phase?.id)} />}
            value={phase?.id ?? ''}
            onChange={(event) => setPhase(event.target.value)}
          >
            {phases.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </SelectField>
        </div>
        <FormFields form={form} typed={typed} onType={setTyped} problems={problemsOfTyped(problems, typed)} />
        <TextArea
          label="Notes"
          hint="Training data, architecture, anything worth noting."
          rows={3}
          maxLength={4000}
          value={notes}
          onChange={(event) => setNotes(event.target.value)}
        />
      </fieldset>
      {state.step === 'failed' && <ProblemNotice problem={state.problem} />}
      {isBusy(state) ? (
        <UploadProgress state={state} onPause={pause} onResume={submitEntry} />
      ) : (
        <Button type="submit" disabled={!ready}>
          {state.step === 'failed' ? 'Try again' : kind === 'answer' ? 'Submit the answer' : 'Upload and submit'}
        </Button>
      )}
    </form>
  );
}

/** The problems of the fields that the user has filled in; empty fields get no message. */
function problemsOfTyped(problems: readonly { field: string; expected: string }[], typed: Typed): Record<string, string> {
  return Object.fromEntries(
    problems.filter(({ field }) => typed[field]?.value).map(({ field, expected }) => [field, `Expected ${expected}.`]),
  );
}
