'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { CreatedRunnerToken, Problem, RunnerToken } from '@unblind/contracts';
import { ConfirmButton } from '@/features/accounts/confirm-button';
import { nothing, problemOf } from '@/lib/api/api-error';
import { send } from '@/lib/api/browser';
import { LocalTime } from '@/lib/format/local-time';
import { Badge } from '@/ui/badge';
import { CopyButton } from '@/ui/copy-button';
import { Notice, ProblemNotice } from '@/ui/notice';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';
import { RunnerTokenForm } from './runner-token-form';

interface Props {
  tokens: RunnerToken[];
  challenges: readonly string[];
  isAdministrator: boolean;
}

export function RunnerTokens({ tokens, challenges, isAdministrator }: Props) {
  const router = useRouter();
  const [created, setCreated] = useState<CreatedRunnerToken | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const revoke = async ({ id }: RunnerToken) => {
    setProblem(null);
    try {
      await send('DELETE', `/runner-tokens/${id}`, nothing);
      if (created?.id === id) setCreated(null);
      router.refresh();
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <div className="space-y-8">
      {created && <Secret token={created} />}
      {problem && <ProblemNotice problem={problem} />}
      {tokens.length > 0 && (
        <Table caption="Runner tokens">
          <Head>
            <Th>Token</Th>
            <Th>Takes work of</Th>
            <Th>Last seen</Th>
            <Th>Repeated runs</Th>
            <Th>
              <span className="sr-only">Revoke</span>
            </Th>
          </Head>
          <tbody>
            {tokens.map((token) => (
              <TokenRow key={token.id} token={token} onRevoke={() => revoke(token)} />
            ))}
          </tbody>
        </Table>
      )}
      <RunnerTokenForm
        challenges={challenges}
        isAdministrator={isAdministrator}
        onCreated={(token) => {
          setProblem(null);
          setCreated(token);
          router.refresh();
        }}
      />
    </div>
  );
}

function TokenRow({ token, onRevoke }: { token: RunnerToken; onRevoke: () => Promise<void> }) {
  const { name, prefix, challenge, trusted, remote, lastSeenAt, reruns } = token;
  return (
    <tr className={rowLine}>
      <Td>
        <span className="block font-medium">{name}</span>
        <span className="block text-xs text-muted">
          <code className="font-mono">{prefix}…</code>
        </span>
        {!remote && <Badge>The platform&apos;s own</Badge>}
        {remote && trusted && <Badge tone="accent">Trusted with hidden inputs</Badge>}
      </Td>
      <Td>{challenge ?? 'all challenges'}</Td>
      <Td>{lastSeenAt ? <LocalTime at={lastSeenAt} wrap /> : 'never'}</Td>
      <Td className={reruns.disagreed > 0 ? 'text-bad' : undefined}>
        {reruns.agreed + reruns.disagreed === 0 ? 'none' : `${reruns.agreed} agree, ${reruns.disagreed} disagree`}
      </Td>
      <Td className="text-right">
        <ConfirmButton
          label={`Revoke ${name}`}
          consequence="Its runners stop at once, and what they work on waits for other runners."
          onConfirm={onRevoke}
        />
      </Td>
    </tr>
  );
}

function Secret({ token }: { token: CreatedRunnerToken }) {
  return (
    <Notice tone="warn" title={`Token "${token.name}": shown only once`}>
      <p className="flex items-center gap-2">
        <code className="min-w-0 rounded bg-surface px-2 py-1 font-mono text-xs break-all ring-1 ring-line">{token.secret}</code>
        <CopyButton text={token.secret} label="Copy the token" />
      </p>
      <p>Give it to the runner as RUNNER_TOKEN. The platform stores only its hash.</p>
    </Notice>
  );
}
