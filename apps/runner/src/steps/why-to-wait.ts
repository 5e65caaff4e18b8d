import type { Database } from '@unblind/database';
import type { Gpu } from '../hardware/gpu';
import type { LoadedEvaluation } from './load-evaluation';

/** Scores come first; but a stream of them must not keep a timing waiting for ever. */
const patienceMs = 10 * 60_000;

/** What a timing has to wait for here; null: nothing but the machine. */
export async function whyToWait(database: Database, { id, gpu: need }: LoadedEvaluation, gpu: Gpu | null): Promise<string | null> {
  if (need === 'required' && gpu === null) return 'This phase is timed on a GPU, and no runner that has one has come by yet.';
  const timing = await database.timing.findUnique({ where: { evaluationId: id }, select: { createdAt: true } });
  if (timing && Date.now() - timing.createdAt.getTime() > patienceMs) return null;
  const ahead = await database.evaluation.count({ where: { state: { in: ['inspecting', 'queued', 'running', 'scoring'] } } });
  return ahead > 0 ? 'Submissions that are not scored yet come first.' : null;
}
