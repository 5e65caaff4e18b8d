import type { EvaluationView } from '@unblind/contracts';
import { Section } from '@/ui/section';

/** What a container printed while it ran on the public sample. Its output on hidden data is never shown. */
export function SampleLog({ events }: { events: EvaluationView['events'] }) {
  const log = events.findLast((event) => event.log !== undefined)?.log;
  if (log === undefined) return null;
  return (
    <Section
      title="Log of the public sample"
      note="The container's stderr while it ran on the public sample. Its output on hidden data is not shown."
    >
      {log === '' ? (
        <p className="text-sm text-muted">The container printed nothing.</p>
      ) : (
        <pre
          role="region"
          aria-label="Log of the public sample"
          tabIndex={0}
          className="max-h-96 overflow-auto rounded-lg bg-sunken p-4 font-mono text-xs"
        >
          {log}
        </pre>
      )}
    </Section>
  );
}
