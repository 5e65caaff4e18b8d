import { Injectable } from '@nestjs/common';
import { isBoundToMachine, ratioMetrics } from '@unblind/contracts';
import type { DifferencesView } from '@unblind/contracts';
import { decodeReplicates } from '@unblind/database';
import { pairedDifference } from '@unblind/scoring';
import type { ComparableValue } from '@unblind/scoring';
import type { Identity } from '../access/identity';
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
    await this.mustShareSample(id, from);
    const names = evaluation.metrics
      .filter(({ variation }) => variation === 'nominal')
      .map(({ name }) => name)
      .filter((name) => pairs(name) && other.metrics.some((metric) => metric.name === name && metric.variation === 'nominal'));
    const [minuends, subtrahends] = await Promise.all([this.values(id, names), this.values(from, names)]);
    const metrics = names.flatMap((name) => {
      const { difference, low, high, pValue } = pairedDifference(minuends.get(name) ?? unscored, subtrahends.get(name) ?? unscored);
      return difference === null || pValue === null ? [] : [{ name, difference, low, high, pValue }];
    });
    return { evaluationId: id, from, metrics };
  }

  private async mustShareSample(id: string, from: string): Promise<void> {
    if ((await this.repository.phasesOf([id, from])).size > 1)
      throw new ProblemException('not-comparable', {
        detail: 'The two evaluations belong to different phases, so to different test samples.',
      });
  }

  private async values(evaluationId: string, names: string[]): Promise<Map<string, ComparableValue>> {
    const rows = await this.repository.nominalMetrics(evaluationId, names);
    return new Map(rows.map(({ name, value, replicates }) => [name, { value, replicates: replicates && decodeReplicates(replicates) }]));
  }
}

/** False for timed metrics: each timing has replicates of its own, which cannot be paired. */
function pairs(metric: string): boolean {
  return !isBoundToMachine(metric) && !ratioMetrics.some((name) => name === metric);
}
