import { partNames } from '@unblind/contracts';
import type { MetricPart } from '@unblind/contracts';

/** The part of a divided split that a number was computed on, on a line of its own; nothing for a split that has no parts. */
export function PartName({ part }: { part: MetricPart | undefined }) {
  if (part === undefined || part === 'whole') return null;
  return <span className="block text-xs font-normal text-muted">{partNames[part]}</span>;
}
