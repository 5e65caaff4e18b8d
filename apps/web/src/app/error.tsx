'use client';

import { Button } from '@/ui/button';

/** The message of a server error stays on the server; its digest identifies it in the log. */
export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <div className="pt-20">
      <h1 className="font-title text-4xl">This page could not be loaded</h1>
      <p className="mt-4 max-w-[55ch] text-muted">
        The platform did not respond correctly. None of your data is lost; try again in a moment.
      </p>
      <p className="mt-8">
        <Button onClick={() => retry()}>Try again</Button>
      </p>
      {error.digest && (
        <p className="mt-8 text-sm text-muted">
          If the problem persists, tell the operator of this platform the reference <code className="font-mono">{error.digest}</code>.
        </p>
      )}
    </div>
  );
}
