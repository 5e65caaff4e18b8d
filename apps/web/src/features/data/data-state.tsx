import { formatCount } from '@unblind/contracts';
import type { DataSetView } from '@unblind/contracts';
import { OpenTruth } from './open-truth';
import { Notice } from '@/ui/notice';
import { AutoRefresh } from '@/ui/auto-refresh';
import { ProgressBar } from '@/ui/progress-bar';

/** The state of the data set, with a notice if it is simulated or its test truth is public. */
export function DataState({ dataSet }: { dataSet: DataSetView | null }) {
  if (!dataSet) return <Notice title="No data set yet">This challenge's data have not been set up.</Notice>;
  return (
    <div className="space-y-3">
      {dataSet.simulated && (
        <Notice title="Simulated data">
          These events come from a generator in this repository, so that everything works without a download. Scores on them are not
          comparable with published results.
        </Notice>
      )}
      {dataSet.openTruth && <OpenTruth />}
      <State dataSet={dataSet} />
    </div>
  );
}

function State({ dataSet: { state, progress } }: { dataSet: DataSetView }) {
  if (state === 'ready') return null;
  if (state === 'failed')
    return (
      <Notice tone="bad" title="The data could not be prepared">
        The platform&apos;s log gives the reason. It tries again when it restarts.
      </Notice>
    );
  const known = progress.total > 0;
  return (
    <Notice title={state === 'pending' ? 'The data are waiting to be prepared' : 'The data are being prepared'}>
      <p>Submissions wait until the data are ready.</p>
      <AutoRefresh seconds={5} />
      {known && (
        <div className="pt-1.5">
          <ProgressBar label="Preparing the data" done={progress.done} total={progress.total} />
          <p className="numeric mt-1 text-muted">
            {formatCount(progress.done)} of {formatCount(progress.total)}
          </p>
        </div>
      )}
    </Notice>
  );
}
