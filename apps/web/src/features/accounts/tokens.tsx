'use client';

import type { CreatedToken, Token } from '@unblind/contracts';
import { LocalTime } from '@/lib/format/local-time';
import { Button } from '@/ui/button';
import { ProblemNotice } from '@/ui/notice';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';
import { ConfirmButton } from './confirm-button';
import { TokenForm } from './token-form';
import { TokenSecret } from './token-secret';
import { useTokens } from './use-tokens';

export function Tokens({ tokens }: { tokens: Token[] }) {
  const { created, problem, revoke, onCreated } = useTokens<CreatedToken>('/tokens');
  return (
    <div className="space-y-8">
      {created && <TokenSecret token={created} advice="Treat it like a password." />}
      {problem && <ProblemNotice problem={problem} />}
      {tokens.length > 0 && (
        <Table caption="API tokens">
          <Head>
            <Th>Token</Th>
            <Th>Last used</Th>
            <Th>Expires</Th>
            <Th>
              <span className="sr-only">Revoke</span>
            </Th>
          </Head>
          <tbody>
            {tokens.map((token) => (
              <tr key={token.id} className={rowLine}>
                <Td className="align-middle!">
                  <span className="block font-medium">{token.name}</span>
                  <span className="text-xs text-muted">
                    <code className="font-mono">{token.prefix}…</code> {token.scopes.join(', ')}
                  </span>
                </Td>
                <Td className="align-middle!">{token.lastUsedAt ? <LocalTime at={token.lastUsedAt} wrap /> : 'never'}</Td>
                <Td className="align-middle!">{token.expiresAt ? <LocalTime at={token.expiresAt} wrap /> : 'never'}</Td>
                <Td className="text-right">
                  <Button variant="danger" aria-label={`Revoke ${token.name}`} onClick={() => void revoke(token)}>
                    Revoke
                  </Button>
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {tokens.length > 1 && (
        <ConfirmButton
          label="Revoke all tokens"
          consequence={`All ${tokens.length} tokens will stop working at once, wherever they are used.`}
          onConfirm={() => revoke()}
        />
      )}
      <TokenForm onCreated={onCreated} />
    </div>
  );
}
