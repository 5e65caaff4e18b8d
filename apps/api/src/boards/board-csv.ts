import type { BoardRow } from '@unblind/contracts';

/** The whole board as RFC 4180: one line per row, each metric with its interval. */
export function boardCsv(rows: readonly BoardRow[]): string {
  const names = [...new Set(rows.flatMap(({ metrics }) => metrics.map(({ name }) => name)))].sort();
  const header = [
    ...['rank', 'best_rank', 'worst_rank', 'participant', 'method', 'baseline'],
    ...names.flatMap((name) => [name, `${name} low`, `${name} high`]),
    ...['parameters', 'flops', 'model_bytes', 'hardware', 'entries', 'submitted_at', 'submission', 'evaluation'],
  ];
  const lines = rows.map((row) => [
    ...[row.rank, row.bestRank, row.worstRank, row.participant.handle, row.method, row.baseline],
    ...names.flatMap((name) => {
      const metric = row.metrics.find((candidate) => candidate.name === name);
      return [metric?.value, metric?.low, metric?.high];
    }),
    ...[row.parameters, row.flops, row.modelBytes, row.hardware, row.entries, row.submittedAt, row.submissionId, row.evaluationId],
  ]);
  return [header, ...lines].map((fields) => `${fields.map(field).join(',')}\r\n`).join('');
}

function field(value: string | number | boolean | null | undefined): string {
  if (typeof value !== 'string') return String(value ?? '');
  // A spreadsheet would run a text that starts like a formula.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
