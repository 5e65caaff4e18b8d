import { z } from 'zod';
import { frameHeaderBytes, frameKind, maxFrameBytes } from './harness/frames';
import { stages } from './harness/job';

const text = z.string().max(4096);
const Message = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('ready') }),
  z.strictObject({ event: z.literal('loaded'), seconds: z.number().nonnegative() }),
  z.strictObject({ event: z.literal('failed'), stage: z.enum(stages), message: text, subject: text, expected: text, got: text }),
  z.strictObject({ event: z.literal('finished'), deterministic: z.boolean() }),
]);
export type HarnessAnswer = z.infer<typeof Message>;

/** Output that violates the protocol; only a harness that a model has taken over would send it. */
export class ProtocolError extends Error {}

/**
 * Reads frames from the sandbox, which is not trusted: lengths are checked before memory is allocated, messages are parsed with a
 * schema, and at most `rows` scores and one message of each kind are accepted.
 */
export class FrameReader {
  readonly scores: Float32Array;
  readonly messages: { [Event in HarnessAnswer['event']]?: Extract<HarnessAnswer, { event: Event }> } = {};
  received = 0;
  private pending: Buffer = Buffer.alloc(0);

  constructor(rows: number) {
    this.scores = new Float32Array(rows);
  }

  push(chunk: Buffer): void {
    this.pending = Buffer.concat([this.pending, chunk]);
    while (this.pending.length >= frameHeaderBytes) {
      const length = this.pending.readUInt32LE(1);
      if (length > maxFrameBytes) throw new ProtocolError(`a frame of ${length} bytes, where ${maxFrameBytes} are allowed`);
      if (this.pending.length < frameHeaderBytes + length) return;
      this.accept(this.pending.readUInt8(0), this.pending.subarray(frameHeaderBytes, frameHeaderBytes + length));
      this.pending = this.pending.subarray(frameHeaderBytes + length);
    }
  }

  private accept(kind: number, payload: Buffer): void {
    if (kind === frameKind.scores) this.acceptScores(payload);
    else if (kind === frameKind.message) this.acceptMessage(payload);
    else throw new ProtocolError(`a frame of the unknown kind ${kind}`);
  }

  private acceptScores(payload: Buffer): void {
    const count = payload.length / 4;
    if (!Number.isInteger(count)) throw new ProtocolError(`scores of ${payload.length} bytes, which is not a multiple of 4`);
    if (!this.messages.loaded || this.messages.finished) throw new ProtocolError('scores before the model was loaded or after the end');
    if (this.received + count > this.scores.length) throw new ProtocolError(`more scores than the ${this.scores.length} rows`);
    for (let index = 0; index < count; index++) this.scores[this.received + index] = payload.readFloatLE(index * 4);
    this.received += count;
  }

  private acceptMessage(payload: Buffer): void {
    const parsed = Message.safeParse(parseJson(payload.toString('utf8')));
    if (!parsed.success) throw new ProtocolError(`a message that is none: ${z.prettifyError(parsed.error)}`);
    const { event } = parsed.data;
    if (this.messages[event]) throw new ProtocolError(`'${event}' twice`);
    Object.assign(this.messages, { [event]: parsed.data });
  }
}

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
