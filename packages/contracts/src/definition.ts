import { z } from 'zod';
import { findMetric } from './kinds/find-metric';
import type { Manifest } from './manifest';
import { underlyingMetric } from './metric-name';
import { Sha256 } from './sha256';

/** sha256 of the files of a challenge that score: the organiser's scorer and the model that timings compare with. Null: it has none. */
export const ScoringFiles = z.object({ scorer: Sha256.nullable(), reference: Sha256.nullable() });
export type ScoringFiles = z.infer<typeof ScoringFiles>;

/** What scores a challenge, besides its manifest and its data. */
export const ScoringCode = z.object({
  /** The built-in metrics that it uses, with the revision of each. */
  metrics: z.record(z.string(), z.number().int()),
  files: ScoringFiles,
});
export type ScoringCode = z.infer<typeof ScoringCode>;

/** Everything that decides a score, and nothing else: results under one definition can be compared. */
export interface Definition extends ScoringCode {
  /** The part of the manifest that asks something of participants, or says how it is scored. */
  asked: unknown;
  /** How data are made from the manifest. */
  dataScheme: number;
}

export function scoringCodeOf({ kind, scoring, phases }: Pick<Manifest, 'kind' | 'scoring' | 'phases'>, files: ScoringFiles): ScoringCode {
  const boards = scoring.boards.map(({ by }) => by);
  const names = [...scoring.metrics, ...boards, ...phases.flatMap(({ metrics = [] }) => metrics)].map(underlyingMetric);
  const known = [...new Set(names)].sort().flatMap((name) => {
    const found = findMetric(kind, name);
    return found ? [[name, found.declaration.revision ?? 1] as const] : [];
  });
  return { metrics: Object.fromEntries(known), files };
}

/** Titles, pages, dates, quotas and where its work is done are left out: they change in place. */
export function definitionOf(manifest: Manifest, { files, dataScheme }: { files: ScoringFiles; dataScheme: number }): Definition {
  return { asked: askedOf(manifest), ...scoringCodeOf(manifest, files), dataScheme };
}

function askedOf({ kind, slug, data, submission, scoring, phases }: Manifest) {
  const { bytes: _bytes, imageBytes: _imageBytes, ...limits } = submission.limits;
  return {
    kind,
    slug,
    data: {
      ...data,
      sources: mapValues(data.sources, (source) => without(source, ['cpuSeconds'])),
      views: mapValues(data.views, (view) => without(view, ['meaning'])),
    },
    submission: { ...submission, limits },
    scoring: {
      ...scoring,
      boards: scoring.boards.map((board) => without(board, ['title'])),
      variations: scoring.variations.map((variation) => without(variation, ['title'])),
    },
    phases: phases.map((phase) =>
      without(phase, ['title', 'opens', 'closes', 'perDay', 'total', 'requires', 'finalPicks', 'kinds', 'remote']),
    ),
  };
}

function mapValues<Value>(record: Readonly<Record<string, Value>>, map: (value: Value) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function without(record: object, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}
