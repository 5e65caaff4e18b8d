import type { PhaseView } from '@unblind/contracts';
import { PhaseBadge, PhaseDates } from './phase-status';
import { splitName } from './labels';

export function Phases({ phases }: { phases: readonly PhaseView[] }) {
  return (
    <ol className="numeric space-y-4 text-sm">
      {phases.map((phase) => (
        <li key={phase.id}>
          <PhaseBadge phase={phase} />
          <p className="mt-1.5">
            <PhaseDates phase={phase} />
          </p>
          <p className="text-muted">
            {splitName(phase.split)} sample, {phase.blinded ? 'board blinded until the end' : 'open board'}
            {phase.perDay !== null && `, ${phase.perDay} submissions a day`}
            {phase.total !== null && `, ${phase.total} in all`}
            {phase.requires === 'email' && ', with a confirmed e-mail address'}
            {phase.requires === 'identity' && ', with a confirmed identity'}
          </p>
        </li>
      ))}
    </ol>
  );
}
