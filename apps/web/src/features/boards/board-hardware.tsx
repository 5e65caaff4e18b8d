import Link from 'next/link';
import type { BoardView } from '@unblind/contracts';
import { isBoundToMachine, ratioMetrics } from '@unblind/contracts';
import { boardHref } from './board-query';
import type { BoardChoice } from './board-query';

/** On a speed board: the machines that entries were timed on, with a link to the entries of each machine. */
export function BoardHardware({ slug, choice, view }: { slug: string; choice: BoardChoice; view: BoardView }) {
  const { by } = view.board;
  const { classes, shown } = view.hardware;
  const isRatio = ratioMetrics.some((name) => name === by);
  if (classes.length === 0 || !(isRatio || isBoundToMachine(by))) return null;
  const href = (hardware: string | null) => boardHref(slug, { ...choice, cursor: null, hardware });
  return (
    <nav aria-label="Machines" className="mb-6 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-sm">
      <span className="text-muted">
        {isRatio && classes.length > 1 && shown === null
          ? 'Timed on different machines; only the ratios to the reference model are comparable. Show entries from'
          : 'Timed on'}
      </span>
      {isRatio && classes.length > 1 && shown !== null && (
        <Link href={href(null)} className="link">
          all machines
        </Link>
      )}
      {classes.map((name) =>
        name === shown || classes.length === 1 ? (
          <span key={name} aria-current="true" className="font-medium">
            {name}
          </span>
        ) : (
          <Link key={name} href={href(name)} className="link">
            {name}
          </Link>
        ),
      )}
    </nav>
  );
}
