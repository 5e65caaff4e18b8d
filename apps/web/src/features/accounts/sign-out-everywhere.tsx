'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Problem } from '@unblind/contracts';
import { nothing, problemOf } from '@/lib/api/api-error';
import { send } from '@/lib/api/browser';
import { ProblemNotice } from '@/ui/notice';
import { ConfirmButton } from './confirm-button';

export function SignOutEverywhere() {
  const router = useRouter();
  const [problem, setProblem] = useState<Problem | null>(null);
  const signOut = async () => {
    setProblem(null);
    try {
      await send('POST', '/accounts/sign-out-everywhere', nothing);
      router.push('/sign-in');
      router.refresh();
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <div className="space-y-4">
      {problem && <ProblemNotice problem={problem} />}
      <ConfirmButton
        label="Sign out everywhere"
        consequence="You will be signed out in every browser, this one too, and all your API tokens will stop working. Your password stays."
        onConfirm={signOut}
      />
    </div>
  );
}
