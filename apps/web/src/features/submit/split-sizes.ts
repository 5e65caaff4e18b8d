import type { DataFile, PhaseView } from '@unblind/contracts';

/** How many rows a phase's predictions have, as its public files show to everybody. */
export interface SplitSize {
  phase: string;
  title: string;
  rows: number;
  /** Where rows are sets, as of hits: how many entries they have together. */
  entries: number;
}

/** Of the phases that take predictions; one whose inputs are not public, or not yet there, has none. */
export function splitSizes(phases: readonly PhaseView[], files: readonly DataFile[]): SplitSize[] {
  return phases.flatMap(({ id, title, split, kinds }) => {
    const own = kinds.includes('predictions') ? files.filter((file) => file.split === split && file.variation === null) : [];
    const [first] = own;
    return first ? [{ phase: id, title, rows: first.rows, entries: Math.max(first.rows, ...own.map(({ entries }) => entries)) }] : [];
  });
}
