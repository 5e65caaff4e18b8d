import { z } from 'zod';
import { Slug } from '../slug';

/** What a runner's token lets it do. */
export const RunnerSelf = z.object({
  protocol: z.number().int(),
  /** Of the token. */
  name: z.string(),
  /** It takes the work of this challenge alone; null: of all. */
  challenge: Slug.nullable(),
  /** It is not one of the platform's own. */
  remote: z.boolean(),
  /** It may have hidden inputs where the phase lets trusted runners have them. */
  trusted: z.boolean(),
});
export type RunnerSelf = z.infer<typeof RunnerSelf>;
