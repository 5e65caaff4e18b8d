import { describeMetric, orderText } from '@unblind/contracts';
import type { ChallengeDetail } from '@unblind/contracts';
import { MetricLabel } from '@/features/metrics/metric-name';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';

export function MetricTable({ challenge }: { challenge: ChallengeDetail }) {
  const ranked = new Map(challenge.boards.map((board) => [board.by, board]));
  return (
    <Table caption="Metrics">
      <Head>
        <Th>Symbol</Th>
        <Th>Metric</Th>
        <Th>Better</Th>
        <Th>Board</Th>
      </Head>
      <tbody>
        {challenge.metrics.map((name) => {
          const board = ranked.get(name);
          const { meaning, order } = describeMetric(challenge.kind, name);
          return (
            <tr key={name} className={rowLine}>
              <Td className="whitespace-nowrap">
                <MetricLabel kind={challenge.kind} name={name} short />
              </Td>
              <Td className="min-w-64">
                <span className="font-medium">
                  <MetricLabel kind={challenge.kind} name={name} />
                </span>
                <span className="block text-muted">{meaning}</span>
              </Td>
              <Td className="min-w-32 first-letter:uppercase">{order ? orderText(order) : ''}</Td>
              <Td className="min-w-40">{board ? (board.title ?? board.id) : ''}</Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
