import { timingsWaitFor } from '@unblind/assignments';
import type { LoadedEvaluation } from '@unblind/assignments';
import { gpuFor } from '@unblind/contracts';
import type { Database } from '@unblind/database';
import type { Gpu } from '../hardware/gpu';

/** Why a timing has to wait on this runner; null: only the machine itself must be free. */
export async function waitingReason(database: Database, evaluation: LoadedEvaluation, gpu: Gpu | null): Promise<string | null> {
  return gpuFor(evaluation, gpu).waitsFor ?? timingsWaitFor(database, evaluation.id);
}
