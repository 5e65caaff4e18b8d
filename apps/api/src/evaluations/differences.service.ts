import { Injectable } from '@nestjs/common';
import { isBoundToMachine, nominal, ratioMetrics } from '@unblind/contracts';
import type { DifferencesView, EvaluationView } from '@unblind/contracts';
import { decodeReplicates } from '@unblind/database';
import type { Phase } from '@unblind/database';
import { pairedDifference, roundDifference } from '@unblind/scoring';
import type { ComparableValue } from '@unblind/scoring';
import { isOrganiser } from '../access/identity';
import type { Identity } from '../access/identity';
import { isInUse } from '../challenges/phases';
import { ProblemException } from '../common/problem';
import { EvaluationsRepository } from './evaluations.repository';
import { EvaluationsService } from './evaluations.service';

const unscored: ComparableValue = { value: null, replicates: null };

/** Differences between two evaluations, with paired intervals: fluctuations of the shared test sample cancel. */
@Injectable()
export class DifferencesService {
  constructor(
    private readonly evaluations: EvaluationsService,
    private readonly repository: EvaluationsRepository,
  ) {}

  async between(caller: Identity | null, id: string, from: string): Promise<DifferencesView> {
    // Evaluations that the caller may not see are not found, and those of a blinded phase show no metrics.
    const [evaluation, other] = [await this.evaluations.get(caller, id), await this.evaluations.get(caller, from)];
    const phase = await this.sharedPhase(id, from);
    // A part that the caller may not see is not among the metrics of the views.
    const others = new Set(nominalOf(other).map(keyOf));
    const shared = nominalOf(evaluation).filter((metric) => pairs(metric.name) && others.has(keyOf(metric)));
    const names = [...new Set(shared.map(({ name }) => name))];
    const [minuends, subtrahends] = await Promise.all([this.values(id, names), this.values(from, names)]);
    const rounds = isInUse(phase) && !isOrganiser(caller);
    const metrics = shared.flatMap((metric) => {
      const { name, part } = metric;
      const [minuend, subtrahend] = [minuends.get(keyOf(metric)), subtrahends.get(keyOf(metric))];
      const { difference, low, high, pValue, leastPValue } = pairedDifference(minuend ?? unscored, subtrahend ?? unscored);
      if (difference === null || pValue === null || leastPValue === null) return [];
      const exact = { name, part, difference: Number.isFinite(difference) ? difference : null, low, high, pValue, leastPValue };
      return [rounds && part !== 'whole' ? roundDifference(exact) : exact];
    });
    return { evaluationId: id, from, metrics };
  }

  private async sharedPhase(id: string, from: string): Promise<Pick<Phase, 'unblindedAt'>> {
    const [phase, another] = await this.repository.phasesOf([id, from]);
    if (!phase || another)
      throw new ProblemException('not-comparable', {
        detail: 'The two evaluations belong to different phases, so to different test samples.',
      });
    return phase;
  }

  private async values(evaluationId: string, names: string[]): Promise<Map<string, ComparableValue>> {
    const rows = await this.repository.nominalMetrics(evaluationId, names);
    return new Map(rows.map((row) => [keyOf(row), { value: row.value, replicates: row.replicates && decodeReplicates(row.replicates) }]));
  }
}

type Metric = EvaluationView['metrics'][number];

function nominalOf({ metrics }: EvaluationView): Metric[] {
  return metrics.filter(({ variation }) => variation === nominal);
}

const keyOf = ({ name, part }: Pick<Metric, 'name' | 'part'>): string => `${part} ${name}`;

/** False for timed metrics: each timing has replicates of its own, which cannot be paired. */
function pairs(metric: string): boolean {
  return !isBoundToMachine(metric) && !ratioMetrics.some((name) => name === metric);
}
