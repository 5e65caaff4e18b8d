import type { Role, Scenario } from '../harness/timing/timing-job';
import { ProtocolError } from '../frame-reader';
import { scenarioOf } from './scenario-of';
import { parseTimingMessage, type Slice, type TimingMessage } from './timing-messages';
import type { ScenarioTiming } from './timing-run';

const maxLineBytes = 128 * 1024;

/** Reads the lines of the timing harness, which is not trusted: lines have a limited length and are parsed with a schema. */
export class TimingAnswer {
  readonly scores: Float32Array;
  ready = false;
  finished = false;
  failed: Extract<TimingMessage, { event: 'failed' }> | null = null;
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
    for (const line of lines) this.accept(parseTimingMessage(line));
  }

  /** Seconds that the scenarios have taken so far. */
  get measuredSeconds(): number {
    return this.slices.reduce((sum, slice) => sum + slice.seconds, 0);
  }

  /** Null if the scenario was not run, or the models did not alternate. */
  scenario(scenario: Scenario, withReference: boolean): ScenarioTiming | null {
    return scenarioOf(
      this.slices.filter((slice) => slice.scenario === scenario),
      withReference,
    );
  }

  private accept(message: TimingMessage): void {
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
