'use client';

import type { CreatedRunnerToken, RunnerToken } from '@unblind/contracts';
import { ConfirmButton } from '@/features/accounts/confirm-button';
import { TokenSecret } from '@/features/accounts/token-secret';
import { useTokens } from '@/features/accounts/use-tokens';
import { LocalTime } from '@/lib/format/local-time';
import { Badge } from '@/ui/badge';
import { ProblemNotice } from '@/ui/notice';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';
import { RunnerTokenForm } from './runner-token-form';

interface Props {
  tokens: RunnerToken[];
  challenges: readonly string[];
  isAdministrator: boolean;
}

export function RunnerTokens({ tokens, challenges, isAdministrator }: Props) {
  const { created, problem, revoke, onCreated } = useTokens<CreatedRunnerToken>('/runner-tokens');
  return (
    <div className="space-y-8">
      {created && <TokenSecret token={created} advice="Give it to the runner as RUNNER_TOKEN." />}
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
      <RunnerTokenForm challenges={challenges} isAdministrator={isAdministrator} onCreated={onCreated} />
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
          shortLabel="Revoke"
          consequence="Its runners stop at once, and what they work on waits for other runners."
          onConfirm={onRevoke}
        />
      </Td>
    </tr>
  );
}
