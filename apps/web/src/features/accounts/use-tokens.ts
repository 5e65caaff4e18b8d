import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { Problem } from '@unblind/contracts';
import { nothing, problemOf } from '@/lib/api/api-error';
import { send } from '@/lib/api/browser';

/** The tokens behind a path of the API: the secret of the one that was just created, and revoking. */
export function useTokens<Created extends { id: string }>(path: string) {
  const router = useRouter();
  const [created, setCreated] = useState<Created | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  /** Without a token: all of them. */
  const revoke = async (token?: { id: string }): Promise<void> => {
    setProblem(null);
    try {
      await send('DELETE', token ? `${path}/${token.id}` : path, nothing);
      if (!token || created?.id === token.id) setCreated(null);
      router.refresh();
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  const onCreated = (token: Created): void => {
    setProblem(null);
    setCreated(token);
    router.refresh();
  };
  return { created, problem, revoke, onCreated };
}
