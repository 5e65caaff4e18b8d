import type { Metadata } from 'next';
import { Limits } from '@/features/challenges/limits';
import { DataState } from '@/features/data/data-state';
import { RunnerNotice } from '@/features/submit/runner-notice';
import { splitSizes } from '@/features/submit/split-sizes';
import { SubmitForm } from '@/features/submit/submit-form';
import { OutputNames, ViewNames } from '@/features/submit/view-names';
import { getChallenge, getDataFiles, getMe, getQuotas, getStatus } from '@/lib/api/queries';
import { attempt } from '@/lib/api/server';

export const metadata: Metadata = { title: 'Submit' };

export default async function SubmitPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params;
  const [challenge, me, status] = await Promise.all([getChallenge(slug), getMe(), getStatus()]);
  const quotas = me ? (await attempt(getQuotas(slug))).data : null;
  const files = (await attempt(getDataFiles(slug))).data ?? [];
  const openPhases = challenge.phases.filter(({ status }) => status === 'open');
  const { kind, views, outputs, submissionKinds, limits, maxSeeds, answer, parameters } = challenge;
  return (
    <div className="grid grid-cols-1 gap-x-14 gap-y-14 lg:grid-cols-[minmax(0,1fr)_19rem]">
      <div className="space-y-6">
        <h2 className="sr-only">Submit</h2>
        {challenge.dataSet?.state !== 'ready' && <DataState dataSet={challenge.dataSet} />}
        <RunnerNotice status={status} />
        <SubmitForm
          challenge={{ slug, kind, views, outputs, submissionKinds, limits, maxSeeds, answer, parameters }}
          openPhases={openPhases}
          sizes={splitSizes(openPhases, files)}
          quotas={quotas ?? []}
          signedIn={me !== null}
        />
        <noscript>
          <p className="text-sm text-muted">The check and the upload need JavaScript. Without it, use the API or the command line.</p>
        </noscript>
      </div>
      <aside aria-label="What the challenge accepts" className="space-y-9 text-sm">
        <div>
          <h3 className="label-text mb-2">Available inputs</h3>
          <ViewNames views={views} />
        </div>
        <div>
          <h3 className="label-text mb-2">Accepted outputs</h3>
          <OutputNames outputs={outputs} />
        </div>
        <div>
          <h3 className="label-text mb-1">Limits of a submission</h3>
          <Limits limits={limits} />
        </div>
      </aside>
    </div>
  );
}
