'use client';

/** The last resort, when even the frame of the page cannot be made: needs no style sheet. */
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
        <h1>The platform does not answer</h1>
        <p>Nothing of yours is lost. Try again in a moment.</p>
        <button onClick={() => retry()}>Try again</button>
      </body>
    </html>
  );
}
