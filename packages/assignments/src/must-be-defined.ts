import { createHash } from 'node:crypto';
import { PlatformFault, scoringCodeOf } from '@unblind/contracts';
import type { LoadedEvaluation } from './load-evaluation';

/**
 * Refuses to score with something else than what the definition says: numbers of the two would share a board.
 * @param defined sha256 of the file in the definition; nothing where it is not known
 */
export function mustBeDefined(what: string, { defined, bytes }: { defined: string | null | undefined; bytes: Uint8Array }): void {
  const found = createHash('sha256').update(bytes).digest('hex');
  if (defined === undefined || defined === null || defined === found) return;
  throw new PlatformFault('definition-differs', {
    message: `This evaluation's challenge was published with another version of ${what} than the one in its folder.`,
    expected: `sha256 ${defined}`,
    got: `sha256 ${found}`,
    fix: 'Put the file of that version back, or start the API again, which publishes the changed one as a new version.',
  });
}

/** As `mustBeDefined`, for the built-in metrics of this program. */
export function metricsMustBeDefined({ manifest, scoringCode }: Pick<LoadedEvaluation, 'manifest' | 'scoringCode'>): void {
  if (scoringCode === null) return;
  const { metrics } = scoringCodeOf(manifest, scoringCode.files);
  const different = Object.keys(scoringCode.metrics).filter((name) => metrics[name] !== scoringCode.metrics[name]);
  if (different.length === 0) return;
  const list = (of: Readonly<Record<string, number>>) => different.map((name) => `${name} ${of[name] ?? 'none'}`).join(', ');
  throw new PlatformFault('definition-differs', {
    message: 'This scorer computes metrics in another revision than those that this challenge was published with.',
    expected: list(scoringCode.metrics),
    got: list(metrics),
    fix: 'Start the API again with this release, which publishes the challenge as a new version, or score with the release that it had.',
  });
}
