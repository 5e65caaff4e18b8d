import { feedbackInWords, partNames } from '@unblind/contracts';
import type { ChallengeDetail } from '@unblind/contracts';
import { Section } from '@/ui/section';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';

/** What boards show while their phase runs on hidden truth. Nothing if no open phase has a board with a Ladder. */
export function LadderRules({ challenge: { boards, phases, dataSet } }: { challenge: ChallengeDetail }) {
  const open = phases.filter(({ blinded }) => !blinded);
  const ruled = boards.flatMap(({ id, title, by, feedback }) =>
    feedback && open.some((phase) => phase.boards.includes(id)) ? [{ id, title: title ?? by, rule: feedbackInWords(feedback) }] : [],
  );
  if (ruled.length === 0 || dataSet?.openTruth) return null;
  return (
    <Section
      title="What is shown while the truth is in use"
      note={`In a phase with an open board the split has two parts. The ${partNames.ranking} gives the boards their values alone. The ${partNames.diagnostic} gives everything else, at once and for every entry: metrics with intervals, plots, shifts and comparisons, rounded to two digits of their error. Which row is in which part stays secret until the phase is unblinded; then everything is shown in full.`}
    >
      <Table caption="When a value appears on a board">
        <Head>
          <Th>Board</Th>
          <Th>When a value appears</Th>
        </Head>
        <tbody>
          {ruled.map(({ id, title, rule }) => (
            <tr key={id} className={rowLine}>
              <Td className="whitespace-nowrap font-medium">{title}</Td>
              <Td className="min-w-64">{rule}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
