import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endOfJob, scratchFolder } from './end-of-job';

test("SLURM says when the job ends, HTCondor in the job's description, and elsewhere nobody does", () => {
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
  expect(endOfJob({})).toBeNull();
  rmSync(folder, { recursive: true });
});

test('scratch lies where the batch system puts it', () => {
  expect(scratchFolder({ TMPDIR: '/tmp', SLURM_TMPDIR: '/local/7' })).toBe('/local/7');
  expect(scratchFolder({ TMPDIR: '/tmp', _CONDOR_SCRATCH_DIR: '/pool/7' })).toBe('/pool/7');
  expect(scratchFolder({})).toBeNull();
});
