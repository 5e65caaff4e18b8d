'use client';

import { useState } from 'react';
import { SubmissionView } from '@unblind/contracts';
import type { Problem } from '@unblind/contracts';
import { problemOf } from '@/lib/api/api-error';
import { send } from '@/lib/api/browser';
import { Button } from '@/ui/button';
import { ProblemNotice } from '@/ui/notice';

/** Cancels a submission. The page learns of the cancellation from the event stream, as of every other step. */
export function CancelButton({ submissionId }: { submissionId: string }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const cancel = async () => {
    setBusy(true);
    setProblem(null);
    await send('POST', `/submissions/${submissionId}/cancel`, SubmissionView).catch((error: unknown) => setProblem(problemOf(error)));
    setBusy(false);
  };
  return (
    <div className="space-y-3">
      <Button variant="danger" disabled={busy} onClick={() => void cancel()}>
        Cancel
      </Button>
      {problem && <ProblemNotice problem={problem} />}
    </div>
  );
}
