import clsx from 'clsx';
import type { ReactNode } from 'react';

/** A section of a page with its heading. */
export function Section({
  title,
  note,
  children,
  className,
}: {
  title: string;
  note?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section className={clsx('mt-14 first:mt-0', className)}>
      <h2 className="font-title text-[1.65rem] leading-tight">{title}</h2>
      {note && <p className="mt-2 max-w-[75ch] text-sm text-pretty text-muted">{note}</p>}
      <div className="mt-5">{children}</div>
    </section>
  );
}
