import { formatCount } from '@unblind/contracts';
import type { RerunState, RerunView } from '@unblind/contracts';
import { Facts } from '@/ui/facts';
import { Notice } from '@/ui/notice';
import { Section } from '@/ui/section';

const results: Record<RerunState, string> = {
  waiting: 'Waiting for a runner of the platform.',
  running: 'Being run again.',
  agreed: 'Both runs agree.',
  disagreed: 'The runs disagree',
  incomparable: 'The runs cannot be compared.',
  failed: 'The platform could not run it again.',
  unrepeated: 'Not repeated.',
};

/** For organisers: what the platform found when it repeated the run of a remote runner. */
export function RerunSection({ rerun: { state, checkedRunner, runner, finding } }: { rerun: RerunView }) {
  return (
    <Section title="Repeated by the platform" note="Runs of remote runners are repeated at random. Shown to organisers alone.">
      {state === 'disagreed' && (
        <div className="mb-4">
          <Notice tone="bad" title={results.disagreed}>
            {finding?.message}
          </Notice>
        </div>
      )}
      <div className="max-w-2xl">
        <Facts
          items={[
            state === 'disagreed' ? null : ['Result', [results[state], finding?.message].filter(Boolean).join(' ')],
            ['Run by', checkedRunner],
            runner ? ['Repeated by', runner] : null,
            finding && finding.compared > 0
              ? ['Values that differ', `${formatCount(finding.differing)} of ${formatCount(finding.compared)}`]
              : null,
          ]}
        />
      </div>
    </Section>
  );
}
