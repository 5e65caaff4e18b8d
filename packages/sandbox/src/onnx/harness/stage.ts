import { Failure } from './failure';

/** Runs `work`; an error becomes a failure of this stage. */
export async function at<T>(stage: Failure['stage'], work: () => T | Promise<T>, subject = ''): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(stage, error instanceof Error ? error.message : String(error), subject);
  }
}
