import type { EvaluationView } from '@unblind/contracts';
import { LocalTime } from '@/lib/format/local-time';
import { stateLabels } from './states';

/** Every recorded change of state. */
export function History({ events }: { events: EvaluationView['events'] }) {
  return (
    <details className="text-sm">
      <summary className="text-muted hover:text-ink">History, {events.length} entries</summary>
      <ol className="numeric mt-3 space-y-2">
        {events.map((event, index) => (
          <li key={index} className="border-l-2 border-line pl-3">
            <span className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className="font-medium">{stateLabels[event.state].label}</span>
              <span className="text-xs text-muted">
                <LocalTime at={event.at} seconds />
              </span>
            </span>
            {event.message && <span className="block text-muted">{event.message}</span>}
          </li>
        ))}
      </ol>
    </details>
  );
}
