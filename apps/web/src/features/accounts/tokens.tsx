'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { CreatedToken, Problem, Token } from '@unblind/contracts';
import { nothing, problemOf } from '@/lib/api/api-error';
import { send } from '@/lib/api/browser';
import { LocalTime } from '@/lib/format/local-time';
import { Button } from '@/ui/button';
import { CopyButton } from '@/ui/copy-button';
import { Notice, ProblemNotice } from '@/ui/notice';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';
import { ConfirmButton } from './confirm-button';
import { TokenForm } from './token-form';

export function Tokens({ tokens }: { tokens: Token[] }) {
  const router = useRouter();
  const [created, setCreated] = useState<CreatedToken | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  /** Without a token: all of them. */
  const revoke = async (token?: Token) => {
    setProblem(null);
    try {
      await send('DELETE', token ? `/tokens/${token.id}` : '/tokens', nothing);
      if (!token || created?.id === token.id) setCreated(null);
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
      <TokenForm
        onCreated={(token) => {
          setProblem(null);
          setCreated(token);
          router.refresh();
        }}
      />
    </div>
  );
}

function Secret({ token }: { token: CreatedToken }) {
  return (
    <Notice tone="warn" title={`Token "${token.name}": shown only once`}>
      <p className="flex items-center gap-2">
        <code className="min-w-0 rounded bg-surface px-2 py-1 font-mono text-xs break-all ring-1 ring-line">{token.secret}</code>
        <CopyButton text={token.secret} label="Copy the token" />
      </p>
      <p>Treat it like a password. The platform stores only its hash.</p>
    </Notice>
  );
}
