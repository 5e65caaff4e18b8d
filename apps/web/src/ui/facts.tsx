import type { ReactNode } from 'react';

/** A list of terms and their values. */
export function Facts({ items }: { items: readonly (readonly [string, ReactNode] | null)[] }) {
  return (
    <dl className="numeric text-sm">
      {items
        .filter((item) => item !== null)
        .map(([term, value]) => (
          <div key={term} className="flex justify-between gap-6 border-t border-line py-2 first:border-t-0">
            <dt className="shrink-0 text-muted">{term}</dt>
            <dd className="min-w-0 text-right break-words">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
