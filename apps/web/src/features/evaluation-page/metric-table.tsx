import type { ChallengeDetail } from '@unblind/contracts';
import { MetricLabel } from '@/features/metrics/metric-name';
import { describeMetric } from '@/features/metrics/metric-names';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';

export function MetricTable({ challenge }: { challenge: ChallengeDetail }) {
  const ranked = new Map(challenge.boards.map((board) => [board.by, board]));
  return (
    <Table caption="Metrics">
      <Head>
        <Th>Symbol</Th>
        <Th>Metric</Th>
        <Th>Ranks</Th>
      </Head>
      <tbody>
        {challenge.metrics.map((name) => {
          const board = ranked.get(name);
          return (
            <tr key={name} className={rowLine}>
              <Td className="whitespace-nowrap">
                <MetricLabel name={name} short />
              </Td>
              <Td className="min-w-64">
                <span className="font-medium">
                  <MetricLabel name={name} />
                </span>
                <span className="block text-muted">{describeMetric(name).meaning}</span>
              </Td>
              <Td className="min-w-40">
                {board ? `${board.title ?? board.id}, ${board.order === 'desc' ? 'highest' : 'lowest'} first` : ''}
              </Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
