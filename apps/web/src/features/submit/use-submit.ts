'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useRef, useState } from 'react';
import { SubmissionView, UploadView } from '@unblind/contracts';
import type { FormValues, Problem, SubmissionKind } from '@unblind/contracts';
import { ApiError, problemOf } from '@/lib/api/api-error';
import { send } from '@/lib/api/browser';
import { clearDraft, saveDraft } from './draft';
import { hashFile } from './hash-file';
import { idempotencyKey } from './idempotency';
import { putPart } from './put-part';
import { uploadFile } from './upload-file';
import type { Transport } from './upload-file';

export interface Entry {
  /** One file for each training of the method; none for an answer. */
  files: File[];
  kind: SubmissionKind;
  form: FormValues;
  phase: string;
  method: string;
  notes: string;
}

export type BusyState = { step: 'hashing' | 'uploading' | 'paused'; done: number; total: number } | { step: 'submitting' };
export type SubmitState = BusyState | { step: 'idle' } | { step: 'failed'; problem: Problem };

export function isBusy(state: SubmitState): state is BusyState {
  return state.step !== 'idle' && state.step !== 'failed';
}

/** Hashes a file, uploads it in parts, submits it and opens the submission's page. Each step can be repeated safely. */
export function useSubmit(slug: string) {
  const router = useRouter();
  const [state, setState] = useState<SubmitState>({ step: 'idle' });
  const running = useRef<AbortController | null>(null);
  const hashes = useRef(new WeakMap<File, string>());

  const start = useCallback(
    async (entry: Entry) => {
      const { files } = entry;
      const [first] = files;
      const total = files.reduce((sum, { size }) => sum + size, 0);
      const control = new AbortController();
      running.current = control;
      let done = 0;
      let before = 0;
      const progress = (step: 'hashing' | 'uploading') => (bytes: number) => {
        done = before + bytes;
        setState({ step, done, total });
      };
      if (first) saveDraft(slug, { filename: first.name, bytes: first.size, method: entry.method, notes: entry.notes });
      try {
        const uploads: string[] = [];
        for (const file of files) {
          progress('hashing')(0);
          const sha256 = hashes.current.get(file) ?? (await hashFile(file, control.signal, progress('hashing')));
          hashes.current.set(file, sha256);
          progress('uploading')(0);
          uploads.push(await uploadFile(transportFor(file, sha256), control.signal, progress('uploading')));
          before += file.size;
        }
        setState({ step: 'submitting' });
        const submission = await submit(slug, entry, uploads);
        clearDraft(slug);
        router.push(`/submissions/${submission.id}`);
      } catch (error) {
        if (control.signal.aborted) return setState({ step: 'paused', done, total });
        if (isRefusal(error)) clearDraft(slug);
        setState({ step: 'failed', problem: problemOf(error) });
      }
    },
    [router, slug],
  );

  const pause = useCallback(() => running.current?.abort(), []);
  const reset = useCallback(() => {
    running.current?.abort();
    setState({ step: 'idle' });
  }, []);
  return { state, start, pause, reset };
}

/** Whether the API refused the request, as opposed to no response or a server error. */
function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.problem.status < 500;
}

function transportFor(file: File, sha256: string): Transport {
  return {
    open: () => send('POST', '/uploads', UploadView, { body: { filename: file.name, bytes: file.size, sha256 } }),
    put: (part, signal, onSent) => putPart(file, part, signal, onSent),
    complete: (id) => send('POST', `/uploads/${id}/complete`, UploadView),
    wait: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, milliseconds);
        signal.addEventListener('abort', () => {
          clearTimeout(timer);
          reject(new DOMException('The upload is paused.', 'AbortError'));
        });
      }),
  };
}

async function submit(slug: string, { kind, phase, method, notes, form }: Entry, uploads: string[]): Promise<SubmissionView> {
  const body = { phase, kind, method, notes, form, uploads };
  const { key, discard } = idempotencyKey({ slug, ...body });
  try {
    const submission = await send('POST', `/challenges/${slug}/submissions`, SubmissionView, { body, headers: { 'idempotency-key': key } });
    discard();
    return submission;
  } catch (error) {
    if (isRefusal(error)) discard();
    throw error;
  }
}
