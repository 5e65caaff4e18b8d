import { Download } from 'lucide-react';
import { formatBytes } from '@unblind/contracts';
import type { ChallengeDetail, DisclosureView } from '@unblind/contracts';
import { LocalTime } from '@/lib/format/local-time';
import { CopyButton } from '@/ui/copy-button';
import { Section } from '@/ui/section';

interface Props {
  challenge: ChallengeDetail;
  disclosures: readonly DisclosureView[];
}

/** The digest of what each phase hides and, once it is unblinded, what was published of it. Nothing where nothing is hidden. */
export function Disclosures({ challenge: { phases }, disclosures }: Props) {
  if (disclosures.length === 0) return null;
  return (
    <Section
      title="What is hidden, and its digest"
      note="The digest is over everything that is hidden of the phase's data: labels, hidden inputs, which rows rank, and the seed of the intervals. It was fixed before anybody submitted. When the phase is unblinded, the list that it was made of is published with the rows that ranked and the seed, and anybody can check them with sha256sum."
    >
      <dl className="divide-y divide-line border-y border-line text-sm">
        {disclosures.map((disclosure) => (
          <div key={disclosure.phase} className="grid gap-x-6 gap-y-1 py-3 sm:grid-cols-[10rem_1fr]">
            <dt className="font-medium">{phases.find(({ id }) => id === disclosure.phase)?.title ?? disclosure.phase}</dt>
            <dd className="min-w-0 space-y-1">
              <Digest disclosure={disclosure} />
              <p className="text-muted">
                <State disclosure={disclosure} />
              </p>
              <Files disclosure={disclosure} />
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function Digest({ disclosure: { phase, commitment } }: { disclosure: DisclosureView }) {
  if (commitment === null) return <p className="text-muted">Its data were prepared before there were digests.</p>;
  return (
    <p className="flex items-start gap-1">
      <code className="min-w-0 font-mono text-xs leading-6 break-all">{commitment}</code>
      <CopyButton text={commitment} label={`Copy the digest of ${phase}`} />
    </p>
  );
}

function State({ disclosure: { state, unblindedAt } }: { disclosure: DisclosureView }) {
  if (unblindedAt === null) return 'Not unblinded yet.';
  return (
    <>
      Unblinded on <LocalTime at={unblindedAt} />
      {state === 'publishing' && '; its files are being published.'}
      {state === 'failed' && '; its files could not be published yet. An organiser can unblind it again to retry.'}
      {state === 'published' && '.'}
    </>
  );
}

function Files({ disclosure: { files } }: { disclosure: DisclosureView }) {
  if (files.length === 0) return null;
  return (
    <ul className="space-y-1 pt-1">
      {files.map(({ name, bytes, sha256, url }) => (
        <li key={name} className="flex flex-wrap items-baseline gap-x-3">
          <a href={url} download className="link inline-flex items-center gap-1.5">
            <Download aria-hidden className="size-3.5" />
            {name}
          </a>
          <span className="numeric text-muted">{formatBytes(bytes)}</span>
          <code className="font-mono text-xs text-muted" title={sha256}>
            {sha256.slice(0, 16)}…
          </code>
        </li>
      ))}
    </ul>
  );
}
