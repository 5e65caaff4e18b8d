import type { PhaseView } from '@unblind/contracts';
import { LocalTime } from '@/lib/format/local-time';
import { Badge } from '@/ui/badge';
import type { Tone } from '@/ui/badge';

const statusLabels: Record<PhaseView['status'], { tone: Tone; label: string }> = {
  open: { tone: 'good', label: 'Open' },
  upcoming: { tone: 'accent', label: 'Upcoming' },
  closed: { tone: 'neutral', label: 'Closed' },
};

export function PhaseBadge({ phase }: { phase: PhaseView }) {
  const { tone, label } = statusLabels[phase.status];
  return (
    <Badge tone={tone}>
      <span aria-hidden className="size-1.5 rounded-full bg-current" />
      {phase.title}: {label.toLowerCase()}
    </Badge>
  );
}

/** The next date of a phase and what happens then; null for an open phase without an end. */
export function nextDate({ status, opensAt, closesAt }: PhaseView): { what: string; at: string } | null {
  if (status === 'upcoming') return { what: 'Opens', at: opensAt };
  return closesAt ? { what: status === 'open' ? 'Closes' : 'Closed', at: closesAt } : null;
}

export function PhaseDates({ phase }: { phase: PhaseView }) {
  const next = nextDate(phase);
  if (!next) return <>No closing date</>;
  return (
    <>
      {next.what} <LocalTime at={next.at} />
    </>
  );
}
