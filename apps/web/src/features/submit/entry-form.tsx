'use client';

import { useState } from 'react';
import type { PhaseView, Quota } from '@unblind/contracts';
import { Button } from '@/ui/button';
import { SelectField, TextArea, TextField } from '@/ui/field';
import { ProblemNotice } from '@/ui/notice';
import { kindOf } from './check-file';
import type { Draft } from './draft';
import { QuotaNote } from './quota-note';
import { UploadProgress } from './upload-progress';
import type { ChosenFile } from './use-check';
import { isBusy } from './use-submit';
import type { useSubmit } from './use-submit';

interface Props {
  chosen: ChosenFile | null;
  draft: Draft | null;
  openPhases: PhaseView[];
  quotas: Quota[];
  submit: ReturnType<typeof useSubmit>;
}

/** What goes with the file, and the sending of both. */
export function EntryForm({ chosen, draft, openPhases, quotas, submit: { state, start, pause } }: Props) {
  const [phase, setPhase] = useState(openPhases[0]?.id ?? '');
  // Null until typed: the draft's words, or the file's name, until then.
  const [typedMethod, setMethod] = useState<string | null>(null);
  const [typedNotes, setNotes] = useState<string | null>(null);
  const method = typedMethod ?? draft?.method ?? chosen?.file.name.replace(/\.[^.]+$/, '') ?? '';
  const notes = typedNotes ?? draft?.notes ?? '';

  const kind = chosen && kindOf(chosen.file.name);
  const ready = chosen?.check?.ok === true && kind !== null && method.trim() !== '';
  const go = () => {
    if (chosen && kind) void start({ file: chosen.file, kind, phase, method: method.trim(), notes });
  };
  return (
    <form
      className="space-y-5 border-t border-line pt-8"
      onSubmit={(event) => {
        event.preventDefault();
        go();
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
            hint={<QuotaNote quota={quotas.find((quota) => quota.phase === phase)} />}
            value={phase}
            onChange={(event) => setPhase(event.target.value)}
          >
            {openPhases.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </SelectField>
        </div>
        <TextArea
          label="Notes"
          hint="Training data, architecture, anything to remember."
          rows={3}
          maxLength={4000}
          value={notes}
          onChange={(event) => setNotes(event.target.value)}
        />
      </fieldset>
      {state.step === 'failed' && <ProblemNotice problem={state.problem} />}
      {isBusy(state) ? (
        <UploadProgress state={state} onPause={pause} onResume={go} />
      ) : (
        <Button type="submit" disabled={!ready}>
          {state.step === 'failed' ? 'Try again' : 'Upload and submit'}
        </Button>
      )}
    </form>
  );
}
