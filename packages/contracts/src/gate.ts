/** A condition that a result must meet to be ranked on a board: 'auc >= 0.9'. */
export interface Gate {
  metric: string;
  bound: number;
  comparison: '>=' | '<=';
  passes(value: number | null): boolean;
}

const pattern = /^(\S+)\s*(>=|<=)\s*(-?\d+(?:\.\d+)?(?:e-?\d+)?)$/;

/** Null when the text is not a gate. An unscored metric does not pass. */
export function parseGate(text: string): Gate | null {
  const [, metric, comparison, number] = pattern.exec(text.trim()) ?? [];
  if (metric === undefined || number === undefined) return null;
  const bound = Number(number);
  const fromBelow = comparison === '>=';
  return {
    metric,
    bound,
    comparison: fromBelow ? '>=' : '<=',
    passes: (value) => value !== null && (fromBelow ? value >= bound : value <= bound),
  };
}
