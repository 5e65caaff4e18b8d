import { z } from 'zod';
import { stages } from '../harness/job';
import { roles, scenarios, type Role, type Scenario } from '../harness/timing/timing-job';
import { ProtocolError } from '../frame-reader';
import { scenarioOf } from './scenario-of';
import type { ScenarioTiming } from './timing-run';

const maxLineBytes = 128 * 1024;
const text = z.string().max(4096);
const seconds = z.number().nonnegative();
const batch = z.number().int().positive();
const role = z.enum(roles);
const Message = z.discriminatedUnion('event', [
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
type Message = z.infer<typeof Message>;
export type Slice = Extract<Message, { event: 'slice' }>;

/** Reads the timing harness's lines. This is the boundary of trust: lines are bounded, and parsed by schema. */
export class TimingAnswer {
  readonly scores: Float32Array;
  ready = false;
  finished = false;
  failed: Extract<Message, { event: 'failed' }> | null = null;
  readonly loaded = new Map<Role, { seconds: number; firstSeconds: number }>();
  memoryBytes: number | null = null;
  private readonly slices: Slice[] = [];
  private pending = '';

  constructor(rows: number) {
    this.scores = new Float32Array(rows).fill(NaN);
  }

  push(chunk: Buffer): void {
    const lines = (this.pending + chunk.toString('latin1')).split('\n');
    this.pending = lines.pop() ?? '';
    if (this.pending.length > maxLineBytes) throw new ProtocolError(`a line of more than ${maxLineBytes} bytes`);
    for (const line of lines) this.accept(parsed(line));
  }

  /** Seconds that the scenarios have taken so far. */
  get measuredSeconds(): number {
    return this.slices.reduce((sum, slice) => sum + slice.seconds, 0);
  }

  /** Null when the scenario was not played, or not in turns. */
  scenario(scenario: Scenario, withReference: boolean): ScenarioTiming | null {
    return scenarioOf(
      this.slices.filter((slice) => slice.scenario === scenario),
      withReference,
    );
  }

  private accept(message: Message): void {
    switch (message.event) {
      case 'ready':
        this.ready = true;
        return;
      case 'loaded':
        this.loaded.set(message.role, message);
        return;
      case 'memory':
        this.memoryBytes = message.bytes;
        return;
      case 'slice':
        this.slices.push(message);
        return;
      case 'outputs':
        this.acceptScores(message.first, Buffer.from(message.scores, 'base64'));
        return;
      case 'failed':
        this.failed = message;
        return;
      case 'finished':
        this.finished = true;
    }
  }

  private acceptScores(first: number, bytes: Buffer): void {
    const count = bytes.length / 4;
    if (!Number.isInteger(count) || first + count > this.scores.length)
      throw new ProtocolError(`scores of ${bytes.length} bytes from row ${first} on, where there are ${this.scores.length} rows`);
    for (let index = 0; index < count; index++) this.scores[first + index] = bytes.readFloatLE(index * 4);
  }
}

function parsed(line: string): Message {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new ProtocolError('a line that is not JSON');
  }
  const message = Message.safeParse(value);
  if (!message.success) throw new ProtocolError(`a message that is none: ${z.prettifyError(message.error)}`);
  return message.data;
}
