import { existsSync, readFileSync, statSync } from 'node:fs';

/** When the batch system ends this job, in milliseconds since 1970; null if it does not say. */
export function endOfJob(variables: NodeJS.ProcessEnv): number | null {
  const slurm = Number(variables.SLURM_JOB_END_TIME);
  if (slurm > 0) return slurm * 1000;
  return endInCondor(variables) ?? endInPbs(variables);
}

/** In HTCondor the job's description says how long it may last, once it runs. */
function endInCondor({ _CONDOR_JOB_AD }: NodeJS.ProcessEnv): number | null {
  if (_CONDOR_JOB_AD === undefined || !existsSync(_CONDOR_JOB_AD)) return null;
  const ad = readFileSync(_CONDOR_JOB_AD, 'utf8');
  const numberIn = (name: string): number => Number(new RegExp(`^${name} = (\\d+)`, 'mi').exec(ad)?.[1] ?? NaN);
  const lasts = Math.min(...['MaxRuntime', 'AllowedJobDuration', 'AllowedExecuteDuration'].map(numberIn).filter((seconds) => seconds > 0));
  const end = (numberIn('JobCurrentStartDate') + lasts) * 1000;
  return Number.isFinite(end) ? end : null;
}

/** PBS says how long a job lasts, and writes the list of its nodes when it starts. */
function endInPbs({ PBS_WALLTIME, PBS_NODEFILE }: NodeJS.ProcessEnv): number | null {
  const seconds = Number(PBS_WALLTIME);
  if (!(seconds > 0) || PBS_NODEFILE === undefined || !existsSync(PBS_NODEFILE)) return null;
  return statSync(PBS_NODEFILE).mtimeMs + seconds * 1000;
}

/** The variables of which each batch system sets one; other jobs may share a machine with one of its jobs. */
const signs: Readonly<Record<string, string>> = {
  SLURM_JOB_ID: 'SLURM',
  _CONDOR_JOB_AD: 'HTCondor',
  PBS_JOBID: 'PBS',
  LSB_JOBID: 'LSF',
  KUBERNETES_SERVICE_HOST: 'Kubernetes',
};

/** The batch system that this process is a job of; null if there is none. */
export function batchSystem(variables: NodeJS.ProcessEnv): string | null {
  return Object.entries(signs).find(([sign]) => variables[sign] !== undefined)?.[1] ?? null;
}

/** The batch system's folder for files of this job alone; null if it has none. */
export function scratchFolder({ TMPDIR, SLURM_TMPDIR, PBS_JOBFS, _CONDOR_SCRATCH_DIR }: NodeJS.ProcessEnv): string | null {
  return _CONDOR_SCRATCH_DIR ?? SLURM_TMPDIR ?? PBS_JOBFS ?? TMPDIR ?? null;
}
