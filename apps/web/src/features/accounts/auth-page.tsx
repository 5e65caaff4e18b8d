import type { ReactNode } from 'react';

/** The narrow column that the sign-in and sign-up pages share. */
export function AuthPage({ title, below, children }: { title: string; below: ReactNode; children: ReactNode }) {
  return (
    <div className="mx-auto max-w-sm pt-14 sm:pt-20">
      <h1 className="mb-8 font-title text-4xl">{title}</h1>
      {children}
      <noscript>
        <p className="mt-4 text-sm text-muted">Signing in needs JavaScript.</p>
      </noscript>
      <p className="mt-6 text-sm text-muted">{below}</p>
    </div>
  );
}
