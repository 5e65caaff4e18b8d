import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchSystem, endOfJob, scratchFolder } from './end-of-job';

test("SLURM says when the job ends, HTCondor in the job's description, PBS how long it lasts, and elsewhere nobody does", () => {
  const folder = mkdtempSync(join(tmpdir(), 'unblind-job-'));
  const ad = join(folder, '.job.ad');
  const condor = (...lines: string[]) => {
    writeFileSync(ad, lines.join('\n'));
    return endOfJob({ _CONDOR_JOB_AD: ad });
  };
  expect(endOfJob({ SLURM_JOB_END_TIME: '1900000000' })).toBe(1900000000_000);
  expect(condor('MaxRuntime = 3600', 'JobCurrentStartDate = 1900000000')).toBe(1900003600_000);
  expect(condor('JobCurrentStartDate = 1900000000', 'AllowedJobDuration = 60', 'MaxRuntime = 3600')).toBe(1900000060_000);
  expect(condor('JobCurrentStartDate = 1900000000')).toBeNull();
  const nodes = join(folder, 'nodes');
  writeFileSync(nodes, 'node-1');
  utimesSync(nodes, 1900000000, 1900000000);
  expect(endOfJob({ PBS_WALLTIME: '600', PBS_NODEFILE: nodes })).toBe(1900000600_000);
  expect(endOfJob({})).toBeNull();
  rmSync(folder, { recursive: true });
});

test('scratch lies where the batch system puts it', () => {
  expect(scratchFolder({ TMPDIR: '/tmp', SLURM_TMPDIR: '/local/7' })).toBe('/local/7');
  expect(scratchFolder({ TMPDIR: '/tmp', _CONDOR_SCRATCH_DIR: '/pool/7' })).toBe('/pool/7');
  expect(scratchFolder({})).toBeNull();
});

test('a job knows its batch system', () => {
  expect(batchSystem({ SLURM_JOB_ID: '7' })).toBe('SLURM');
  expect(batchSystem({ KUBERNETES_SERVICE_HOST: '10.0.0.1' })).toBe('Kubernetes');
  expect(batchSystem({})).toBeNull();
});
