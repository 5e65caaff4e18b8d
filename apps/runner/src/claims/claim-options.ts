import type { Storage } from '@unblind/storage';
import type { HostLease } from '../lease/host-lease';
import type { HoldOptions } from '../steps/hold';
import type { Turns } from '../steps/hold-evaluation';
import type { Equipment } from '../steps/task';

/** What a step needs that is claimed in the database. */
export interface ClaimOptions extends HoldOptions, Turns {
  equipment: Equipment;
  /** Opened without credentials for truth. */
  storage: Storage;
  /** The folder of the challenges. */
  challenges: string;
  lease: HostLease;
  /** Models run without a sandbox. */
  unsafe: boolean;
}
