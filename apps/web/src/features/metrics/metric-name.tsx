import { describeMetric } from './metric-names';

/** A metric's name with its subscripts. */
export function MetricLabel({ name, short = false }: { name: string; short?: boolean }) {
  const { title, symbol } = describeMetric(name);
  return short ? (
    <span title={title.replace(/_(\w)/g, '$1')} className="whitespace-nowrap">
      <Lowered text={symbol} />
    </span>
  ) : (
    <Lowered text={title} />
  );
}

/** 'ε_S' with S lowered. */
export function Lowered({ text }: { text: string }) {
  return text.split(/_(\w)/).map((part, index) => (index % 2 === 1 ? <sub key={index}>{part}</sub> : part));
}
