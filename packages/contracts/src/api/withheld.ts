import { z } from 'zod';
import { keysOf } from '../keys-of';

/** Why a field is empty though its value exists, in words for people. */
export const withheldReasons = {
  blinded: 'This phase is blinded: its organiser shows it when the phase is unblinded.',
  ranking: 'Of the ranking part boards show released values alone until the organiser unblinds the phase.',
  coarse: 'They come in coarse bins and rounded until the organiser unblinds the phase.',
} as const;

/** A field that this caller may not see now, or not all of. Other empty fields have no value. */
export const Withheld = z.object({ field: z.string(), reason: z.enum(keysOf(withheldReasons)) });
export type Withheld = z.infer<typeof Withheld>;

/** What fields are called where people read them; the others by their names. */
const words: Readonly<Record<string, string>> = {
  updatedAt: 'its times',
  finishedAt: 'its times',
  queue: 'its place in the queue',
  secondsLeft: 'its place in the queue',
  events: 'its steps on hidden data',
};

/** One sentence for each reason: 'Not shown: metrics, plots. This phase is blinded ...'. */
export function withheldInWords(withheld: readonly Withheld[]): string[] {
  return keysOf(withheldReasons).flatMap((reason) => {
    const fields = withheld.filter((one) => one.reason === reason).map(({ field }) => words[field] ?? field);
    const what = reason === 'blinded' ? 'Not shown' : 'Not shown in full';
    return fields.length > 0 ? [`${what}: ${[...new Set(fields)].join(', ')}. ${withheldReasons[reason]}`] : [];
  });
}
