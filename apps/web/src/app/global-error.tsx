'use client';

/** Shown when even the root layout fails; works without a style sheet. */
export default function GlobalError({ retry }: { retry: () => void }) {
  return (
    <html lang="en">
      <body
        style={{
          fontFamily: 'system-ui, sans-serif',
          maxWidth: '40rem',
          margin: '4rem auto',
          padding: '0 1rem',
          colorScheme: 'light dark',
        }}
      >
        <h1>The platform is not responding</h1>
        <p>None of your data is lost. Try again in a moment.</p>
        <button onClick={() => retry()}>Try again</button>
      </body>
    </html>
  );
}
