import type { MetricOrder } from './kinds';
import { orderOfMetric, type Subjects } from './kinds/find-metric';
import type { Board, Manifest, ManifestFile } from './manifest';
import { underlyingMetric } from './metric-name';

/** What a challenge's metrics may be about: its classes but for the background, and what its answer form asks an uncertainty for. */
export function subjectsOf({ scoring, submission: { answer = {} } }: Pick<ManifestFile, 'scoring' | 'submission'>): Subjects {
  return {
    class: scoring.classes?.filter((name) => name !== scoring.background) ?? [],
    quantity: Object.keys(answer).filter((field) => answer[field]?.uncertainty),
  };
}

/** Which way a challenge's metric is better: the catalogue says it, or of a custom one the board that ranks by it. Null: nobody does. */
export function orderIn({ kind, scoring: { boards } }: Pick<Manifest, 'kind' | 'scoring'>, metric: string): MetricOrder | null {
  const board = boards.find(({ by }) => by === metric) ?? boards.find(({ by }) => underlyingMetric(by) === metric);
  return orderOfMetric(kind, metric) ?? (board && (board.order === 'desc' ? 'higher' : 'lower')) ?? null;
}

/** 'desc' where higher is better. Null where neither end is best. */
export function boardOrder(order: MetricOrder): Board['order'] | null {
  return typeof order === 'string' ? (order === 'higher' ? 'desc' : 'asc') : null;
}
