import Link from 'next/link';
import { formatBytes } from '@unblind/contracts';
import type { Form, SubmissionView } from '@unblind/contracts';
import { submissionKindName } from '@/features/challenges/labels';
import { LocalTime } from '@/lib/format/local-time';
import { Badge } from '@/ui/badge';
import { CopyButton } from '@/ui/copy-button';
import { Facts } from '@/ui/facts';

export function SubmissionHeader({ submission, challenge }: { submission: SubmissionView; challenge: string }) {
  return (
    <header className="pt-8 sm:pt-12">
      <nav aria-label="Breadcrumb" className="text-sm text-muted">
        <Link href={`/challenges/${submission.challenge}`} className="hover:text-ink">
          {challenge}
        </Link>
        <span aria-hidden className="mx-2">
          /
        </span>
        <Link href={`/challenges/${submission.challenge}/leaderboard?phase=${submission.phase}`} className="hover:text-ink">
          Leaderboard
        </Link>
      </nav>
      <h1 className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2 font-title text-4xl leading-[1.1] break-words sm:text-5xl">
        {submission.method}
        {submission.baseline && (
          <span className="font-sans leading-none">
            <Badge title="Submitted by the organisers as a reference.">Baseline</Badge>
          </span>
        )}
      </h1>
      <p className="numeric mt-3 text-muted">
        <span title={submission.participant.name}>{submission.participant.handle}</span>, <LocalTime at={submission.createdAt} />
      </p>
    </header>
  );
}

interface FactsProps {
  submission: SubmissionView;
  phase: string;
  /** The challenge's form, whose values are submitted with a file or instead of one. */
  form: Form;
}

/** The submitted values and files. */
export function SubmissionFacts({ submission, phase, form }: FactsProps) {
  const values = Object.entries(submission.form).map(([name, { value, uncertainty }]): [string, string] => {
    const { label = name, unit } = form[name] ?? {};
    return [label, `${value}${uncertainty === undefined ? '' : ` ± ${uncertainty}`}${unit ? ` ${unit}` : ''}`];
  });
  return (
    <div className="space-y-4">
      <Facts items={[['Kind', submissionKindName(submission.kind, null)], ['Phase', phase], ...values]} />
      {submission.files.map((file) => (
        <div key={file.sha256} className="text-sm">
          <p className="break-all">{file.filename}</p>
          <p className="numeric flex items-center gap-1 text-muted">
            {formatBytes(file.bytes)},{' '}
            <code className="font-mono text-xs" title={file.sha256}>
              sha256 {file.sha256.slice(0, 12)}…
            </code>
            <CopyButton text={file.sha256} label={`Copy the SHA-256 of ${file.filename}`} />
          </p>
          {file.removedAt && (
            <p className="text-muted">
              Deleted on <LocalTime at={file.removedAt} />. The result is kept.
            </p>
          )}
        </div>
      ))}
      {submission.notes && <p className="border-l-2 border-line pl-3 text-sm whitespace-pre-wrap text-muted">{submission.notes}</p>}
    </div>
  );
}
