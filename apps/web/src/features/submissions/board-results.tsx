import type { ChallengeDetail, EvaluationView, SubmissionView } from '@unblind/contracts';
import { MetricLabel } from '@/features/metrics/metric-name';
import { PartName } from '@/features/metrics/part-name';
import { BoardPlace } from './board-place';
import { Headline } from './headline';

interface Props {
  submission: SubmissionView;
  shown: EvaluationView['boards'];
  challenge: Pick<ChallengeDetail, 'kind' | 'boards'>;
}

/** What each board shows of the entry, the first board's value in large type; where a board shows none, why. */
export function BoardResults({ submission, shown, challenge: { kind, boards } }: Props) {
  const results = shown.flatMap((result) => {
    const board = boards.find(({ id }) => id === result.board);
    return board ? [{ ...result, board }] : [];
  });
  return (
    <div className="mb-8 space-y-6">
      {results.map(({ board, score, reason }, at) => (
        <div key={board.id}>
          {score ? (
            <Headline kind={kind} score={score} large={at === 0} />
          ) : (
            <>
              <p className="text-sm text-muted">
                <MetricLabel kind={kind} name={board.by} />
                <PartName part={board.feedback && 'ranking'} />
              </p>
              <p className="mt-1 max-w-[65ch] text-sm">{reason}</p>
            </>
          )}
          {at === 0 && <BoardPlace submission={submission} board={board.id} />}
        </div>
      ))}
    </div>
  );
}
