import { isBoundToMachine } from '@unblind/contracts';
import type { Board, BoardView } from '@unblind/contracts';

interface Timed {
  timing: { hardwareClass: string | null } | null;
}

/**
 * The hardware classes of a board's entries, those with most entries first. Ratios are comparable across machines. Times are not, so
 * a board by time shows one hardware class.
 */
export function hardwareOf(entries: readonly Timed[], { by }: Board, asked: string | undefined): BoardView['hardware'] {
  const counts = new Map<string, number>();
  for (const { timing } of entries) {
    const name = timing?.hardwareClass;
    if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const classes = [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b)).map(([name]) => name);
  return { classes, shown: asked ?? (isBoundToMachine(by) ? (classes[0] ?? null) : null) };
}
