import type { MetricOrder } from './kinds';
import { orderOfMetric, type Subjects } from './kinds/find-metric';
import type { Board, Manifest, ManifestFile } from './manifest';
import { underlyingMetric } from './metric-name';

/** The subjects of a challenge's metrics: its classes except the background, and the quantities of its answer form that have an uncertainty. */
export function subjectsOf({ scoring, submission: { answer = {} } }: Pick<ManifestFile, 'scoring' | 'submission'>): Subjects {
  return {
    class: scoring.classes?.filter((name) => name !== scoring.background) ?? [],
    quantity: Object.keys(answer).filter((field) => answer[field]?.uncertainty),
  };
}

/** Which direction of a challenge's metric is better, from the catalogue or, for a custom metric, from the board that ranks by it; else null. */
export function orderIn({ kind, scoring: { boards } }: Pick<Manifest, 'kind' | 'scoring'>, metric: string): MetricOrder | null {
  const board = boards.find(({ by }) => by === metric) ?? boards.find(({ by }) => underlyingMetric(by) === metric);
  return orderOfMetric(kind, metric) ?? (board && (board.order === 'desc' ? 'higher' : 'lower')) ?? null;
}

/** 'desc' where higher is better; null where neither end is best. */
export function boardOrder(order: MetricOrder): Board['order'] | null {
  return typeof order === 'string' ? (order === 'higher' ? 'desc' : 'asc') : null;
}
