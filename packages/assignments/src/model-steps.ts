import type { ModelStep } from '@unblind/contracts';
import { leasedRows } from '@unblind/database';
import type { LeasedRow } from '@unblind/database';

/** The row that is leased in each step. */
export const rowOfStep: Readonly<Record<ModelStep, LeasedRow>> = {
  inspect: leasedRows.inspect,
  run: leasedRows.run,
  rerun: leasedRows.rerun,
  time: leasedRows.timing,
};

/** How many faults of the platform a step survives. */
export const mostFailures = 3;
