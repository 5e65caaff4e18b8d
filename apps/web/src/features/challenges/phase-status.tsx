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

export function PhaseDates({ phase }: { phase: PhaseView }) {
  if (phase.status === 'upcoming')
    return (
      <>
        Opens <LocalTime at={phase.opensAt} />
      </>
    );
  if (!phase.closesAt) return <>No closing date</>;
  return (
    <>
      {phase.status === 'open' ? 'Closes' : 'Closed'} <LocalTime at={phase.closesAt} />
    </>
  );
}
