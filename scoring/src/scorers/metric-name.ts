import { nearest } from '@unblind/contracts';
import { ScoringRefusal } from '../refusal';

/** 'rejection@0.3' -> { base: 'rejection', at: 0.3 }; 'auc' -> { base: 'auc', at: null }. */
export function parseMetricName(name: string): { base: string; at: number | null } {
  const [base = '', argument, ...rest] = name.split('@');
  if (argument === undefined) return { base, at: null };
  const at = argument.trim() === '' || rest.length > 0 ? NaN : Number(argument);
  return { base, at };
}

export function unknownMetric(name: string, known: readonly string[]): ScoringRefusal {
  const suggestion = nearest(name, known);
  const hint = suggestion ? `Did you mean '${suggestion}'?` : `Known are ${known.join(', ')}.`;
  return new ScoringRefusal('metric-unknown', `'${name}' is no metric of this kind of challenge. ${hint}`);
}
