import { z } from 'zod';
import { ProtocolError } from '../frame-reader';
import { stages } from '../harness/job';
import { roles, scenarios } from '../harness/timing/timing-job';

const text = z.string().max(4096);
const seconds = z.number().nonnegative();
const batch = z.number().int().positive();
const role = z.enum(roles);
const TimingMessage = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('ready') }),
  z.strictObject({ event: z.literal('loaded'), role, seconds, firstSeconds: seconds }),
  z.strictObject({ event: z.literal('memory'), bytes: z.number().nonnegative() }),
  z.strictObject({
    event: z.literal('slice'),
    scenario: z.enum(scenarios),
    block: z.number().int().nonnegative().max(1000),
    role,
    batch,
    calls: z.number().int().positive(),
    seconds: z.number().positive(),
    wallSeconds: z.number().positive(),
    latencies: z.array(seconds).max(1000),
  }),
  z.strictObject({ event: z.literal('outputs'), first: z.number().int().nonnegative(), scores: z.base64() }),
  z.strictObject({ event: z.literal('failed'), stage: z.enum(stages), message: text, subject: text, expected: text, got: text }),
  z.strictObject({ event: z.literal('finished') }),
]);
export type TimingMessage = z.infer<typeof TimingMessage>;
export type Slice = Extract<TimingMessage, { event: 'slice' }>;

/** One line of the timing harness. @throws ProtocolError */
export function parseTimingMessage(line: string): TimingMessage {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new ProtocolError('a line that is not JSON');
  }
  const message = TimingMessage.safeParse(value);
  if (!message.success) throw new ProtocolError(`a message that is none: ${z.prettifyError(message.error)}`);
  return message.data;
}
