import { describeMetric, plainText } from '@unblind/contracts';
import type { ChallengeKind } from '@unblind/contracts';
import { Lowered } from './lowered';

interface Props {
  /** The kind of the challenge, which defines the metric. */
  kind: ChallengeKind;
  name: string;
  /** Shows the symbol, with the title as its tooltip. */
  short?: boolean;
}

/** A metric's name with its subscripts. */
export function MetricLabel({ kind, name, short = false }: Props) {
  const { title, symbol } = describeMetric(kind, name);
  return short ? (
    <span title={plainText(title)} className="whitespace-nowrap">
      <Lowered text={symbol} />
    </span>
  ) : (
    <Lowered text={title} />
  );
}
