import type { ManifestFile } from '../manifest';
import { parseMetricName } from '../metric-name';

/** Why a metric such as 'rejection:Hbb@0.5' cannot be measured: there is no background, or it is the background's own; else null. */
export function problemOfBackground({ classes = [], background }: ManifestFile['scoring'], metric: string): string | null {
  const { subject } = parseMetricName(metric);
  if (subject === null || !classes.includes(subject)) return null;
  if (background === undefined) return `scoring.background: is missing; '${metric}' is measured against it, one of ${classes.join(', ')}`;
  return subject === background ? `scoring.metrics: '${metric}' is of no use, as the background has no rejection against itself` : null;
}
