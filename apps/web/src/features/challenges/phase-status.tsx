import type { PhaseView } from '@unblind/contracts';
import { LocalTime } from '@/lib/format/local-time';
import { Badge } from '@/ui/badge';
import type { Tone } from '@/ui/badge';

const looks: Record<PhaseView['status'], { tone: Tone; word: string }> = {
  open: { tone: 'good', word: 'Open' },
  upcoming: { tone: 'accent', word: 'Upcoming' },
  closed: { tone: 'neutral', word: 'Closed' },
};

export function PhaseBadge({ phase }: { phase: PhaseView }) {
  const { tone, word } = looks[phase.status];
  return (
    <Badge tone={tone}>
      <span aria-hidden className="size-1.5 rounded-full bg-current" />
      {phase.title}: {word.toLowerCase()}
    </Badge>
  );
}

/** The date that matters next, and what happens then. Null: open without an end. */
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
