import { describeMetric, plainText } from '@unblind/contracts';
import type { ChallengeKind } from '@unblind/contracts';
import { Lowered } from './lowered';

interface Props {
  /** Of the challenge: a name means what its kind says. */
  kind: ChallengeKind;
  name: string;
  /** The symbol, with the title where one points at it. */
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
