'use client';

import { useState } from 'react';
import { checkForm, fileKindOf } from '@unblind/contracts';
import type { ChallengeKind, Form, PhaseView, Quota, SubmissionKind } from '@unblind/contracts';
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
import type { SubmitState, useSubmit } from './use-submit';

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
export function EntryForm({ chosen, further, draft, quotas, submit, ...offer }: Props) {
  const { state, start, pause } = submit;
  const [wanted, setPhase] = useState('');
  // Null until the user types; until then the draft or the file name is shown.
  const [typedMethod, setMethod] = useState<string | null>(null);
  const [typedNotes, setNotes] = useState<string | null>(null);
  const [typed, setTyped] = useState<Typed>({});
  const suggested = suggest(draft, chosen);
  const method = typedMethod ?? suggested.method;
  const notes = typedNotes ?? suggested.notes;

  const { phases, phase, kind, form } = choicesFor({ chosen, ...offer }, wanted);
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
          <PhaseField phases={phases} selected={phase?.id ?? ''} quotas={quotas} onSelect={setPhase} />
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
          {submitLabel(state, kind)}
        </Button>
      )}
    </form>
  );
}

interface PhaseFieldProps {
  phases: readonly PhaseView[];
  selected: string;
  quotas: readonly Quota[];
  onSelect: (phase: string) => void;
}

function PhaseField({ phases, selected, quotas, onSelect }: PhaseFieldProps) {
  return (
    <SelectField
      label="Phase"
      hint={<QuotaNote quota={quotas.find(({ phase }) => phase === selected)} />}
      value={selected}
      onChange={(event) => onSelect(event.target.value)}
    >
      {phases.map(({ id, title }) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </SelectField>
  );
}

function suggest(draft: Draft | null, chosen: ChosenFile | null): { method: string; notes: string } {
  return { method: draft?.method ?? chosen?.file.name.replace(/\.[^.]+$/, '') ?? '', notes: draft?.notes ?? '' };
}

type Offer = Pick<Props, 'challengeKind' | 'chosen' | 'openPhases' | 'answer' | 'parameters'>;

/** The phases that accept the chosen file and the selected one; the kind of the entry, null if neither gives one; and its form. */
function choicesFor({ challengeKind, chosen, openPhases, answer, parameters }: Offer, wanted: string) {
  const fileKind = chosen && fileKindOf(chosen.file.name, challengeKind);
  const fits = chosen?.check?.fits;
  const phases = openPhases.filter(
    ({ id, kinds }) => fileKind === null || (kinds.includes(fileKind) && (fits?.phases.includes(id) ?? true)),
  );
  const phase = phases.find(({ id }) => id === wanted) ?? phases[0];
  const kind: SubmissionKind | null = fileKind ?? (phase?.kinds.includes('answer') ? 'answer' : null);
  return { phases, phase, kind, form: (kind === 'answer' ? answer : parameters) ?? {} };
}

function submitLabel({ step }: SubmitState, kind: SubmissionKind | null): string {
  if (step === 'failed') return 'Try again';
  return kind === 'answer' ? 'Submit the answer' : 'Upload and submit';
}

/** The problems of the fields that the user has filled in; empty fields get no message. */
function problemsOfTyped(problems: readonly { field: string; expected: string }[], typed: Typed): Record<string, string> {
  return Object.fromEntries(
    problems.filter(({ field }) => typed[field]?.value).map(({ field, expected }) => [field, `Expected ${expected}.`]),
  );
}
