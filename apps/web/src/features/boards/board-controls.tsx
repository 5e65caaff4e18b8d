import clsx from 'clsx';
import { Download } from 'lucide-react';
import Link from 'next/link';
import type { ChallengeDetail } from '@unblind/contracts';
import { boardHref, boardsOf, csvHref } from './board-query';
import type { BoardChoice } from './board-query';

interface Option {
  label: string;
  href: string;
  selected: boolean;
}

export function BoardControls({ challenge, choice }: { challenge: ChallengeDetail; choice: BoardChoice }) {
  const boards = boardsOf(challenge, choice.phase);
  const first = { ...choice, cursor: null };
  const href = (change: Partial<BoardChoice>): string => boardHref(challenge.slug, { ...first, ...change });
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
      {boards.length > 1 && (
        <Choice
          label="Board"
          options={boards.map(({ id, title }) => ({
            label: title ?? id,
            href: href({ board: id, hardware: null }),
            selected: id === choice.board,
          }))}
        />
      )}
      <Choice
        label="Phase"
        options={challenge.phases.map(({ id, title }) => ({ label: title, href: href({ phase: id }), selected: id === choice.phase }))}
      />
      <Choice
        label="Entries"
        options={[
          { label: 'Best per participant', href: href({ show: 'best' }), selected: choice.show === 'best' },
          { label: 'All entries', href: href({ show: 'all' }), selected: choice.show === 'all' },
        ]}
      />
      <a href={csvHref(challenge.slug, choice)} download className="link ml-auto inline-flex items-center gap-1.5 text-sm">
        <Download aria-hidden className="size-3.5" />
        CSV
      </a>
    </div>
  );
}

/** A row of links in which the current selection is marked. */
function Choice({ label, options }: { label: string; options: readonly Option[] }) {
  return (
    <nav aria-label={label} className="max-w-full">
      <ul className="flex w-fit flex-wrap rounded-lg border border-line bg-sunken p-0.5">
        {options.map(({ label: text, href, selected }) => (
          <li key={href}>
            <Link
              href={href}
              scroll={false}
              aria-current={selected ? 'true' : undefined}
              className={clsx(
                'block rounded-md px-3 py-1.5 text-sm',
                selected ? 'bg-surface font-medium text-ink shadow-xs ring-1 ring-line' : 'text-muted hover:text-ink',
              )}
            >
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
