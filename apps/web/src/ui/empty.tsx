import type { ReactNode } from 'react';

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="rounded-xl border border-dashed border-line-strong/60 px-6 py-12 text-center">
      <p className="font-title text-xl">{title}</p>
      {children && <div className="mx-auto mt-2 max-w-[52ch] text-sm text-muted">{children}</div>}
    </div>
  );
}
