import type { ChallengeDetail, LandscapeView, MetricPart } from '@unblind/contracts';
import { describeMetric, isBoundToMachine, partNames, ratioMetrics } from '@unblind/contracts';
import { OpenTruth } from '@/features/data/open-truth';
import { MetricLabel } from '@/features/metrics/metric-name';
import { Empty } from '@/ui/empty';
import { LandscapeFigure } from './landscape-figure';
import { LandscapeForm } from './landscape-form';
import { LandscapeTable } from './landscape-table';

export function LandscapePage({ challenge, view }: { challenge: ChallengeDetail; view: LandscapeView }) {
  return (
    <>
      <LandscapeForm challenge={challenge} view={view} />
      <h2 className="mt-9 font-title text-[1.65rem] leading-tight">
        <MetricLabel kind={challenge.kind} name={view.y.name} /> against {describeMetric(challenge.kind, view.x.name).title.toLowerCase()}
      </h2>
      <p className="mt-2 mb-6 max-w-[85ch] text-sm text-pretty text-muted">
        Every scored entry of the phase; measured numbers have 68 % intervals.{' '}
        {partOf(view) === 'diagnostic' && `The quality is of the ${partNames.diagnostic} of the split, which ranks nothing. `}
        {machines(view)}
        {view.missing > 0 && ` ${view.missing} ${view.missing === 1 ? 'entry lacks' : 'entries lack'} one of the two numbers.`}
        {view.simulated && ' Measured on simulated data.'}
      </p>
      {view.openTruth && (
        <div className="mb-6">
          <OpenTruth />
        </div>
      )}
      <Drawn kind={challenge.kind} view={view} />
    </>
  );
}

function Drawn({ kind, view }: { kind: ChallengeDetail['kind']; view: LandscapeView }) {
  if (view.blinded)
    return <Empty title="This phase is blinded">Its results stay hidden until the organiser unblinds them at the end of the phase.</Empty>;
  if (view.points.length === 0) return <Empty title="Nothing to draw yet">No scored entry has both numbers.</Empty>;
  return (
    <>
      <LandscapeFigure kind={kind} view={view} />
      <div className="mt-10">
        <LandscapeTable kind={kind} view={view} />
      </div>
    </>
  );
}

/** The part of the split that the quality of the points was measured on. */
function partOf({ points }: LandscapeView): MetricPart | undefined {
  return points[0]?.y.part;
}

/** The machines that the points were timed on, as far as they matter for comparing the points. */
function machines({ x, hardware: { classes, shown } }: LandscapeView): string {
  if (shown !== null) return `Timed on ${shown}.`;
  const isRatio = ratioMetrics.some((name) => name === x.name);
  const [first, ...others] = classes;
  if (first !== undefined && others.length === 0 && (isRatio || isBoundToMachine(x.name))) return `Timed on ${first}.`;
  return others.length > 0 && isRatio ? 'Timed on different machines; only the ratios to the reference model are comparable.' : '';
}
