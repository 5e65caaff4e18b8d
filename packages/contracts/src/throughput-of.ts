import { PlatformFault } from './faults';
import type { Manifest } from './manifest';
import type { Throughput } from './throughput';

/** How the challenge times models. @throws PlatformFault if it does not */
export function throughputOf({ manifest: { scoring } }: { manifest: Manifest }): Throughput {
  if (scoring.throughput) return scoring.throughput;
  throw new PlatformFault('internal', { message: 'This challenge does not time models.', fix: 'Nothing is wrong with your file.' });
}
