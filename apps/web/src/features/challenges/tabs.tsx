'use client';

import clsx from 'clsx';
import Link from 'next/link';
import { useSelectedLayoutSegment } from 'next/navigation';
import { useEffect, useRef } from 'react';

const tabs = [
  { segment: null, title: 'Overview' },
  { segment: 'data', title: 'Data' },
  { segment: 'evaluation', title: 'Evaluation' },
  { segment: 'rules', title: 'Rules' },
  { segment: 'leaderboard', title: 'Leaderboard' },
  { segment: 'landscape', title: 'Landscape' },
  { segment: 'compare', title: 'Compare' },
  { segment: 'submit', title: 'Submit' },
  { segment: 'submissions', title: 'My submissions' },
];

export function ChallengeTabs({ slug }: { slug: string }) {
  const selected = useSelectedLayoutSegment();
  const current = useRef<HTMLAnchorElement>(null);
  // On a phone the tabs are wider than the screen: bring the current tab into view.
  useEffect(() => {
    current.current?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [selected]);
  return (
    <nav aria-label="Challenge" className="-mx-4 mt-7 overflow-x-auto border-b border-line px-4 sm:mx-0 sm:px-0">
      <ul className="flex gap-6">
        {tabs.map(({ segment, title }) => (
          <li key={title} className="shrink-0">
            <Link
              href={`/challenges/${slug}${segment ? `/${segment}` : ''}`}
              ref={segment === selected ? current : undefined}
              aria-current={segment === selected ? 'page' : undefined}
              className={clsx(
                'block border-b-2 pt-2 pb-2.5 text-sm whitespace-nowrap -outline-offset-2',
                segment === selected ? 'border-accent font-medium text-ink' : 'border-transparent text-muted hover:text-ink',
              )}
            >
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
