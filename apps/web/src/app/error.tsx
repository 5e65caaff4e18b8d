'use client';

import { Button } from '@/ui/button';

/** The message of a server's error stays on the server; its digest finds it in the log. */
export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <div className="pt-20">
      <h1 className="font-title text-4xl">This page could not be made</h1>
      <p className="mt-4 max-w-[55ch] text-muted">
        The platform did not answer as it should. Nothing of yours is lost; try again in a moment.
      </p>
      <p className="mt-8">
        <Button onClick={() => retry()}>Try again</Button>
      </p>
      {error.digest && (
        <p className="mt-8 text-sm text-muted">
          If it stays so, tell whoever runs this platform the reference <code className="font-mono">{error.digest}</code>.
        </p>
      )}
    </div>
  );
}
