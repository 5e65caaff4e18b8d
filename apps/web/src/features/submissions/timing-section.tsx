import { formatBytes, formatCount, timedMetricsOf } from '@unblind/contracts';
import type { ChallengeKind, EvaluationView, TimingView } from '@unblind/contracts';
import { FaultCard } from '@/features/faults/fault-card';
import { Section } from '@/ui/section';
import { Facts } from '@/ui/facts';
import { MetricsTable } from './metrics-table';
import { QueueWords } from './queue-words';

interface Props {
  kind: ChallengeKind;
  timing: TimingView;
  metrics: EvaluationView['metrics'];
  /** Where it waits for a machine. */
  queue: EvaluationView['queue'];
}

/** The speed of the model, the machine it was timed on and the reference model. */
export function TimingSection({ kind, timing, metrics, queue }: Props) {
  const { state, waitingFor, reference, fault } = timing;
  return (
    <Section
      title="Speed"
      note={reference ? `Timed with nothing else running on the machine, alternating with ${reference.name}.` : undefined}
    >
      {state === 'waiting' && (
        <div className="space-y-1 text-sm text-muted">
          <p>Waiting to be timed. {queue ? '' : waitingFor}</p>
          {queue && <QueueWords queue={queue} />}
        </div>
      )}
      {state === 'running' && <p className="text-sm text-muted">The model is being timed. Reload this page to see the result.</p>}
      {fault && <FaultCard fault={fault} />}
      {state === 'done' && (
        <>
          <MetricsTable kind={kind} metrics={metrics} order={timedMetricsOf(kind)} />
          <Machine timing={timing} />
        </>
      )}
    </Section>
  );
}

function Machine({ timing: { hardware, budget, scenarios } }: { timing: TimingView }) {
  if (!hardware) return null;
  const items: [string, string][] = [
    ['Processor', `${hardware.cpu}, ${hardware.coresUsed} of ${hardware.cores} cores, ${formatBytes(hardware.memoryBytes)}`],
    ['GPU', hardware.gpu ? `${hardware.gpu.name}, ${formatBytes(hardware.gpu.memoryBytes)}, driver ${hardware.gpu.driver}` : 'none'],
    ['Engine', `onnxruntime ${hardware.onnxruntime}, ${hardware.executionProvider}; precision ${hardware.precision}`],
    ...scenarios.map(({ scenario, batch, rounds, queries }): [string, string] => [
      scenario,
      queries === null
        ? `batch ${batch}, ${formatCount(rounds)} rounds`
        : `${formatCount(queries)} queries in ${formatCount(rounds)} rounds`,
    ]),
    ...(budget ? [['Budget', `${budget.seconds} s for each scenario`] satisfies [string, string]] : []),
  ];
  return (
    <div className="mt-5 max-w-2xl text-sm">
      <Facts items={items} />
    </div>
  );
}
