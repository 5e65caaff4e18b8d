import { MetricValue, Plot } from '@unblind/contracts';
import { z } from 'zod';

const text = z.string().min(1).max(2000);

/** What an organiser's scorer prints: a result, or the reason why the predictions cannot be scored. */
export const ScorerAnswer = z.union([
  z.strictObject({ metrics: z.array(MetricValue.omit({ infinite: true }).strict()).max(200), plots: z.array(Plot).max(50).default([]) }),
  z.strictObject({
    refusal: z.strictObject({ message: text, expected: text.optional(), got: text.optional(), fix: text, subject: text.optional() }),
  }),
]);
export type ScorerAnswer = z.infer<typeof ScorerAnswer>;
