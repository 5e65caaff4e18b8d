import clsx from 'clsx';
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Problem } from '@unblind/contracts';

const styles = {
  info: { box: 'border-line bg-sunken', mark: 'text-accent', Icon: Info },
  warn: { box: 'border-warn/35 bg-warn-soft', mark: 'text-warn', Icon: TriangleAlert },
  bad: { box: 'border-bad/35 bg-bad-soft', mark: 'text-bad', Icon: CircleAlert },
} as const;

export function Notice({ tone = 'info', title, children }: { tone?: keyof typeof styles; title?: ReactNode; children?: ReactNode }) {
  const { box, mark, Icon } = styles[tone];
  return (
    <div role={tone === 'bad' ? 'alert' : undefined} className={clsx('flex gap-3 rounded-lg border p-4 text-sm', box)}>
      <Icon aria-hidden className={clsx('mt-0.5 size-4 shrink-0', mark)} />
      <div className="min-w-0 space-y-1 break-words">
        {title && <p className="font-semibold">{title}</p>}
        {children}
      </div>
    </div>
  );
}

/** An API error: what happened and how to fix it. Errors of fields are listed unless the detail says them already. */
export function ProblemNotice({ problem }: { problem: Problem }) {
  const unsaid = problem.errors?.filter(({ message }) => !problem.detail.includes(message)) ?? [];
  return (
    <Notice tone="bad" title={problem.title}>
      <p>{problem.detail}</p>
      {unsaid.length > 0 && (
        <ul className="list-disc pl-5">
          {unsaid.map(({ path, message }) => (
            <li key={`${path} ${message}`}>{path ? `${path}: ${message}` : message}</li>
          ))}
        </ul>
      )}
      <p className="text-muted">{problem.fix}</p>
    </Notice>
  );
}
