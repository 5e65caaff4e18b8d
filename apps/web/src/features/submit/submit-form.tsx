'use client';

import { useState } from 'react';
import { formatBytes, extensionsOf } from '@unblind/contracts';
import type { ChallengeDetail, PhaseView, Quota } from '@unblind/contracts';
import { Notice } from '@/ui/notice';
import type { FileRules } from './check-file';
import { CheckReport } from './check-report';
import { useDraft } from './draft';
import type { Draft } from './draft';
import { EntryForm } from './entry-form';
import { FileDrop } from './file-drop';
import { FurtherTrainings } from './further-trainings';
import { SignInNotice } from './sign-in-notice';
import type { SplitSize } from './split-sizes';
import { useCheck } from './use-check';
import type { ChosenFile } from './use-check';
import { isBusy, useSubmit } from './use-submit';

interface Props {
  challenge: Pick<
    ChallengeDetail,
    'slug' | 'kind' | 'views' | 'outputs' | 'submissionKinds' | 'limits' | 'maxSeeds' | 'answer' | 'parameters'
  >;
  openPhases: PhaseView[];
  /** Of the splits of phases that take predictions. */
  sizes: SplitSize[];
  quotas: Quota[];
  signedIn: boolean;
}

/** Chooses a file and checks it in the browser; signed-in users can then submit it. An answer is submitted without a file. */
export function SubmitForm({ challenge, openPhases, sizes, quotas, signedIn }: Props) {
  const { slug, kind, views, outputs, submissionKinds, limits, maxSeeds, answer, parameters } = challenge;
  const { chosen, choose } = useCheck({ kind, submissionKinds, limits, sizes }, { views, outputs, limits: { bytes: limits.bytes } });
  const [further, setFurther] = useState<File[]>([]);
  const submit = useSubmit(slug);
  const draft = useDraft(slug);
  const isModel = isCheckedModel(chosen);
  return (
    <div className="space-y-8">
      {draft && !chosen && (
        <Notice title="An upload was interrupted">
          <p>
            Choose {draft.filename} ({formatBytes(draft.bytes)}) again to continue the upload.
          </p>
        </Notice>
      )}
      <FileDrop
        accept={submissionKinds.flatMap((name) => extensionsOf(name, kind)).join(',')}
        hint={fileHint(challenge)}
        file={chosen?.file ?? null}
        disabled={isBusy(submit.state)}
        onChoose={(file) => {
          submit.reset();
          void choose(file);
        }}
      />
      <div aria-live="polite">{chosen && <CheckResult chosen={chosen} />}</div>
      {isModel && maxSeeds > 1 && (
        <FurtherTrainings max={maxSeeds - 1} files={further} disabled={isBusy(submit.state)} onChoose={setFurther} />
      )}
      {!signedIn ? (
        <SignInNotice slug={slug} />
      ) : openPhases.length === 0 ? (
        <Notice title="No phase is open">You can check a file here now and submit it when a phase opens.</Notice>
      ) : (
        chosen?.check?.ok !== false && (
          <EntryForm
            challengeKind={kind}
            chosen={chosen}
            further={isModel ? further : []}
            answer={answer}
            parameters={parameters}
            draft={draftFor(chosen, draft)}
            openPhases={openPhases}
            quotas={quotas}
            submit={submit}
          />
        )
      )}
    </div>
  );
}

function isCheckedModel(chosen: ChosenFile | null): boolean {
  return chosen?.check?.ok === true && chosen.check.inspection !== null;
}

/** A draft is only used with the file that it was saved for. */
function draftFor(chosen: ChosenFile | null, draft: Draft | null): Draft | null {
  if (!chosen) return draft;
  return draft?.filename === chosen.file.name && draft.bytes === chosen.file.size ? draft : null;
}

function CheckResult({ chosen: { file, check, error } }: { chosen: ChosenFile }) {
  if (check) return <CheckReport check={check} />;
  if (!error) return <p className="text-sm text-muted">Reading {file.name} in your browser…</p>;
  return (
    <Notice tone="bad" title="The file could not be checked">
      <p>{error}</p>
    </Notice>
  );
}

function fileHint({ kind: challenge, submissionKinds, limits }: Omit<FileRules, 'sizes'>): string {
  const files = submissionKinds.flatMap((kind) =>
    kind === 'onnx' ? ['.onnx model'] : kind === 'predictions' ? [`predictions (${extensionsOf(kind, challenge).join(', ')})`] : [],
  );
  const image = submissionKinds.includes('container')
    ? `; .tar of a container image, up to ${formatBytes(limits.imageBytes ?? limits.bytes)}`
    : '';
  return `${files.join(', ')}; up to ${formatBytes(limits.bytes)}${image}`;
}
