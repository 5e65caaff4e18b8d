import { isBoundToMachine } from '@unblind/contracts';
import type { Board, BoardView } from '@unblind/contracts';

interface Timed {
  evaluation: { timing: { hardwareClass: string | null } | null };
}

/**
 * The classes of machines behind a board's entries, most entries first. A ratio compares across machines; times of different
 * machines are never ranked together, so that a board by times shows one class.
 */
export function hardwareOf(entries: readonly Timed[], { by }: Board, asked: string | undefined): BoardView['hardware'] {
  const counts = new Map<string, number>();
  for (const { evaluation } of entries) {
    const name = evaluation.timing?.hardwareClass;
    if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const classes = [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b)).map(([name]) => name);
  return { classes, shown: asked ?? (isBoundToMachine(by) ? (classes[0] ?? null) : null) };
}
