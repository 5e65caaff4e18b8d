import clsx from 'clsx';
import type { ComponentProps, ReactNode } from 'react';

/** A table with journal-style rules: above, below and under its head. It scrolls sideways, also by keyboard. */
export function Table({ caption, className, children }: { caption: string; className?: string; children: ReactNode }) {
  return (
    <div role="region" aria-label={caption} tabIndex={0} className="scroll-hint relative overflow-x-auto">
      <table className={clsx('numeric w-full border-collapse border-y-[1.5px] border-ink text-sm', className)}>
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  );
}

export function Head({ children }: { children: ReactNode }) {
  return (
    <thead className="border-b border-ink">
      <tr>{children}</tr>
    </thead>
  );
}

export function Th({ className, ...rest }: ComponentProps<'th'>) {
  return <th scope="col" className={clsx('px-2.5 py-2.5 text-left align-bottom font-medium first:pl-1 last:pr-1', className)} {...rest} />;
}

export function Td({ className, ...rest }: ComponentProps<'td'>) {
  return <td className={clsx('px-2.5 py-2.5 align-top first:pl-1 last:pr-1', className)} {...rest} />;
}

export const rowLine = 'border-t border-line first:border-t-0';
