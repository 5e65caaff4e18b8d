import { ParticipantFault } from '@unblind/contracts';
import { z } from 'zod';
import { printable } from '../images/image-fault';

/** Longest line; an answer has a few dozen bytes. */
const lineBytes = 4096;

const Ready = z.strictObject({
  ready: z.literal(true),
  /** `batch`: the container gets all requests at once. */
  mode: z.enum(['lines', 'batch']).default('lines'),
  /** The views that the container wants in /input; by default the stored ones. */
  views: z.array(z.string().max(100)).min(1).max(100).optional(),
});
export type Ready = z.infer<typeof Ready>;
const Answer = z.strictObject({ id: z.number().int().nonnegative() });

export interface Request {
  id: number;
  /** A folder with one npy file for each view. */
  input: string;
  /** The npy file to write. */
  output: string;
}

export function requestOf(id: number): Request {
  const name = String(id).padStart(6, '0');
  return { id, input: `/input/${name}`, output: `/output/${name}.npy` };
}

export function protocolFault(message: string, parts: { expected?: string; got?: string } = {}): ParticipantFault {
  const fix = 'Print {"ready":true} once, then {"id":N} for each request; print everything else to stderr.';
  return new ParticipantFault('container-protocol', { message, fix, ...parts });
}

/**
 * Parses the lines that a container prints on stdout: `{"ready":true}`, then `{"id":N}` for each request. The container is not
 * trusted: lines have a limited length, and each answer must be for an open request and contain nothing but its id.
 */
export class LineProtocol {
  private rest = Buffer.alloc(0);
  private isReady = false;
  private readonly waiting = new Set<number>();
  answered = 0;

  constructor(private readonly listener: { ready(message: Ready): void; answer(id: number): void }) {}

  /** @throws ParticipantFault */
  take(chunk: Buffer): void {
    let text = Buffer.concat([this.rest, chunk]);
    for (let end = text.indexOf(10); end >= 0; end = text.indexOf(10)) {
      this.takeLine(text.subarray(0, end));
      text = text.subarray(end + 1);
    }
    if (text.length > lineBytes) throw tooLong(text);
    this.rest = Buffer.from(text);
  }

  asked(ids: readonly number[]): void {
    ids.forEach((id) => this.waiting.add(id));
  }

  /** False while the container has answered everything that it was asked for. */
  get isAsked(): boolean {
    return !this.isReady || this.waiting.size > 0;
  }

  /** What the container had done so far, for the message of a fault. */
  describeProgress(requests: number): string {
    const half = this.rest.length > 0 ? ', and half a line had come' : '';
    if (!this.isReady) return `it had not said that it is ready${half}`;
    if (this.answered === requests) return 'it had answered everything and did not end';
    return `it had answered ${this.answered} of ${requests} requests${half}`;
  }

  private takeLine(bytes: Buffer): void {
    if (bytes.length > lineBytes) throw tooLong(bytes);
    const line = bytes.toString('utf8').trim();
    if (line === '') return;
    if (this.isReady) this.takeAnswer(line);
    else {
      const ready = Ready.safeParse(parse(line));
      if (!ready.success)
        throw protocolFault('the first line is not the one that says it is ready', { expected: '{"ready":true}', got: printable(line) });
      this.isReady = true;
      this.listener.ready(ready.data);
    }
  }

  private takeAnswer(line: string): void {
    const answer = Answer.safeParse(parse(line));
    if (!answer.success) throw protocolFault('a line is not an answer', { expected: '{"id":N}', got: printable(line) });
    const { id } = answer.data;
    if (!this.waiting.delete(id)) throw protocolFault(`request ${id} was answered without having been asked, or twice`);
    this.answered++;
    this.listener.answer(id);
  }
}

function tooLong(text: Buffer): ParticipantFault {
  return protocolFault(`a line is longer than ${lineBytes} bytes`, { got: printable(text.toString('latin1', 0, 100)) });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
