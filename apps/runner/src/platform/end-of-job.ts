import { existsSync, readFileSync } from 'node:fs';

/** When the batch system ends this job, in milliseconds since 1970; null if it does not say. */
export function endOfJob({ SLURM_JOB_END_TIME, _CONDOR_JOB_AD }: NodeJS.ProcessEnv): number | null {
  const slurm = Number(SLURM_JOB_END_TIME);
  if (slurm > 0) return slurm * 1000;
  if (_CONDOR_JOB_AD === undefined || !existsSync(_CONDOR_JOB_AD)) return null;
  const ad = readFileSync(_CONDOR_JOB_AD, 'utf8');
  const numberIn = (name: string): number => Number(new RegExp(`^${name} = (\\d+)`, 'mi').exec(ad)?.[1] ?? NaN);
  const lasts = Math.min(...[numberIn('MaxRuntime'), numberIn('AllowedJobDuration')].filter((seconds) => seconds > 0));
  const end = (numberIn('JobCurrentStartDate') + lasts) * 1000;
  return Number.isFinite(end) ? end : null;
}

/** The batch system's folder for files of this job alone; null if it has none. */
export function scratchFolder({ TMPDIR, SLURM_TMPDIR, _CONDOR_SCRATCH_DIR }: NodeJS.ProcessEnv): string | null {
  return _CONDOR_SCRATCH_DIR ?? SLURM_TMPDIR ?? TMPDIR ?? null;
}
