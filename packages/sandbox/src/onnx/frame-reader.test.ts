import fc from 'fast-check';
import { FrameReader, ProtocolError } from './frame-reader';
import { encodeFrame, frameKind, maxFrameBytes } from './harness/frames';

const message = (value: unknown): Buffer => encodeFrame(frameKind.message, Buffer.from(JSON.stringify(value)));
const loaded = message({ event: 'loaded', seconds: 0.1 });
const scores = (...values: number[]): Buffer => encodeFrame(frameKind.scores, new Uint8Array(Float32Array.from(values).buffer));

describe('the reader of what leaves a sandbox', () => {
  it('gives the same scores however the bytes were cut', () => {
    const stream = Buffer.concat([
      message({ event: 'ready' }),
      loaded,
      scores(1, 2.5),
      scores(-3),
      message({ event: 'finished', deterministic: true }),
    ]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sizes) => {
        const reader = new FrameReader(3);
        for (let at = 0, turn = 0; at < stream.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          reader.push(stream.subarray(at, at + size));
          at += size;
        }
        expect(Array.from(reader.scores)).toEqual([1, 2.5, -3]);
        expect(reader.messages.finished?.deterministic).toBe(true);
      }),
    );
  });

  it('survives any bytes: it takes them or refuses them by a protocol error, and holds at most one frame', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (chunks) => {
        const reader = new FrameReader(4);
        try {
          for (const chunk of chunks) reader.push(Buffer.from(chunk));
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
        expect(reader.received).toBeLessThanOrEqual(4);
      }),
    );
  });

  it.each([
    ['a length of 4 GiB', Buffer.from([2, 0xff, 0xff, 0xff, 0xff]), /4294967295 bytes, where 65536/],
    ['a length just above the bound', encodeFrame(frameKind.scores, new Uint8Array(maxFrameBytes + 4)).subarray(0, 5), /65540/],
    ['an unknown kind', encodeFrame(9, new Uint8Array(0)), /unknown kind 9/],
    ['scores before the model is loaded', scores(1), /before the model was loaded/],
    ['more scores than rows', Buffer.concat([loaded, scores(1, 2, 3, 4)]), /more scores than the 3 rows/],
    ['half a score', Buffer.concat([loaded, encodeFrame(frameKind.scores, new Uint8Array(6))]), /not a multiple of 4/],
    ['scores after the end', Buffer.concat([loaded, message({ event: 'finished', deterministic: true }), scores(1)]), /after the end/],
    ['a message twice', Buffer.concat([loaded, loaded]), /'loaded' twice/],
    ['a message that is not JSON', encodeFrame(frameKind.message, Buffer.from('{')), /a message that is none/],
    ['an event that does not exist', message({ event: 'truth' }), /a message that is none/],
    ['a key that does not belong', message({ event: 'ready', __proto__x: 1 }), /a message that is none/],
    [
      'a text without measure',
      message({ event: 'failed', stage: 'run', message: 'x'.repeat(5000), subject: '', expected: '', got: '' }),
      /none/,
    ],
    [
      'a stage that does not exist',
      message({ event: 'failed', stage: 'scoring', message: '', subject: '', expected: '', got: '' }),
      /none/,
    ],
  ])('refuses %s', (_what, bytes, reason) => {
    expect(() => new FrameReader(3).push(bytes)).toThrow(reason);
    expect(() => new FrameReader(3).push(bytes)).toThrow(ProtocolError);
  });
});
