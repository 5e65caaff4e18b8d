import type { BoardRow } from '@unblind/contracts';
import { buttonClass } from '@/ui/button';
import { maxCompared } from './compare-query';

interface Props {
  rows: readonly BoardRow[];
  chosen: readonly string[];
  /** Stays in the URL when the form is sent. */
  phase: string;
}

/** Chooses the entries to compare. A plain form that works without JavaScript: the URL holds the selection. */
export function ChooseEntries({ rows, chosen, phase }: Props) {
  return (
    <form method="get" className="rounded-lg border border-line bg-surface p-5">
      <fieldset>
        <legend className="float-left mb-3 w-full text-sm text-muted">Choose up to {maxCompared} entries.</legend>
        <input type="hidden" name="phase" value={phase} />
        <div className="clear-both grid gap-x-6 gap-y-2 sm:grid-cols-2 lg:grid-cols-3">
          {rows.map(({ submissionId, method, participant }) => (
            <label key={submissionId} className="flex min-w-0 items-baseline gap-2 text-sm">
              <input type="checkbox" name="with" value={submissionId} defaultChecked={chosen.includes(submissionId)} />
              <span className="min-w-0 break-words">
                {method} <span className="text-muted">{participant.handle}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <button type="submit" className={buttonClass('quiet', 'mt-5')}>
        Compare
      </button>
    </form>
  );
}
