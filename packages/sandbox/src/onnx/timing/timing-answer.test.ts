import fc from 'fast-check';
import { ProtocolError } from '../frame-reader';
import { shuffled } from '../harness/timing/shuffle';
import { TimingAnswer } from './timing-answer';

const slice = (role: string, block: number, batch: number, seconds: number) =>
  JSON.stringify({ event: 'slice', scenario: 'offline', block, role, batch, calls: 2, seconds, wallSeconds: 2 * seconds, latencies: [] });
/** Two blocks of two rounds; the submission is faster in fours, the reference in ones. */
const rounds = [0, 1].flatMap((block) => {
  const reference = [slice('reference', block, 1, 2), slice('reference', block, 4, 16)];
  const submission = [slice('submission', block, 1, 2), slice('submission', block, 4, 4)];
  return [...reference, ...submission, ...reference, ...submission, ...reference];
});
const scores = Buffer.from(Float32Array.of(0.5, NaN).buffer).toString('base64');
const lines = [...rounds, JSON.stringify({ event: 'outputs', first: 1, scores }), '{"event":"finished"}'];

describe('the reader of a timing', () => {
  it('gives each model its best batch, however the bytes were cut', () => {
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (size) => {
        const answer = new TimingAnswer(3);
        for (let at = 0; at < bytes.length; at += size) answer.push(bytes.subarray(at, at + size));
        expect(answer.finished).toBe(true);
        expect([...answer.scores]).toEqual([NaN, 0.5, NaN]);
        const timing = answer.scenario('offline', true);
        expect(timing).toMatchObject({ batch: 4, referenceBatch: 1 });
        expect(timing?.batches).toEqual([
          { batch: 1, samplesPerSecond: 1 },
          { batch: 4, samplesPerSecond: 2 },
        ]);
        const block = { reference: Float64Array.of(1, 1, 1), submission: Float64Array.of(0.5, 0.5), wall: Float64Array.of(1, 1) };
        expect(timing?.blocks).toEqual([block, block]);
      }),
    );
  });

  it('returns no scenario that was not run, or in which the models did not alternate', () => {
    const answer = new TimingAnswer(3);
    expect(answer.scenario('offline', true)).toBeNull();
    answer.push(Buffer.from(`${slice('submission', 0, 1, 2)}\n${slice('reference', 0, 1, 2)}\n`));
    expect(answer.scenario('offline', true)).toBeNull();
  });

  it.each([
    ['no JSON', 'hello'],
    ['an unknown event', '{"event":"truth"}'],
    ['a key too many', '{"event":"finished","ratio":9}'],
    ['a time below zero', '{"event":"loaded","role":"submission","seconds":-1,"firstSeconds":0}'],
    ['scores past the last row', JSON.stringify({ event: 'outputs', first: 2, scores })],
  ])('refuses %s', (_, line) => {
    expect(() => new TimingAnswer(3).push(Buffer.from(`${line}\n`))).toThrow(ProtocolError);
  });

  it('refuses a line without end', () => {
    const answer = new TimingAnswer(3);
    expect(() => {
      for (let i = 0; i < 1000; i++) answer.push(Buffer.alloc(4096, 0x61));
    }).toThrow('a line of more than');
  });
});

test('queries come in a shuffled order, each once before one comes again, another order for another seed', () => {
  const taken = (seed: number) => {
    const order = shuffled(50, seed);
    return Array.from({ length: 100 }, () => order.next().value);
  };
  const all = Array.from({ length: 50 }, (_, index) => index);
  const first = taken(7);
  for (const pass of [first.slice(0, 50), first.slice(50)]) {
    expect([...pass].sort((a, b) => a - b)).toEqual(all);
    expect(pass).not.toEqual(all);
  }
  expect(first.slice(0, 50)).not.toEqual(first.slice(50));
  expect(taken(8)).not.toEqual(first);
});
