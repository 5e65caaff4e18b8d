import { queueInWords } from '@unblind/contracts';
import type { QueueView } from '@unblind/contracts';

/** Where a step waits for a runner, and how long. */
export function QueueWords({ queue }: { queue: QueueView }) {
  return (
    <ul aria-label="Queue" className="space-y-1">
      {queueInWords(queue).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
