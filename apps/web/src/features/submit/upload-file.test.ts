import type { UploadView } from '@unblind/contracts';
import { uploadFile } from './upload-file';
import type { Transport } from './upload-file';

/** A store in memory that keeps what arrives, with a line that breaks as told. */
class Store implements Transport {
  readonly received = new Set<number>();
  readonly sent: number[] = [];
  readonly waits: number[] = [];
  state: UploadView['state'] = 'open';

  constructor(
    private readonly parts: number,
    private readonly onPut: (part: number) => void = () => undefined,
  ) {}

  open(): Promise<UploadView> {
    const numbers = Array.from({ length: this.parts }, (_, index) => index + 1);
    return Promise.resolve({
      id: 'upload',
      state: this.state,
      filename: 'net.onnx',
      bytes: this.parts * 10,
      sha256: '0'.repeat(64),
      partBytes: 10,
      expiresAt: '2026-11-23T00:00:00.000Z',
      parts: numbers.map((number) => ({ number, offset: (number - 1) * 10, bytes: 10, received: this.received.has(number), url: '/' })),
    });
  }

  async put(part: { number: number; bytes: number }, signal: AbortSignal, onSent: (bytes: number) => void): Promise<void> {
    await Promise.resolve();
    signal.throwIfAborted();
    onSent(part.bytes / 2);
    this.sent.push(part.number);
    this.onPut(part.number);
    this.received.add(part.number);
  }

  async complete(): Promise<UploadView> {
    if (this.received.size < this.parts) throw new Error('parts are missing');
    this.state = 'complete';
    return this.open();
  }

  wait(milliseconds: number): Promise<void> {
    this.waits.push(milliseconds);
    return Promise.resolve();
  }
}

const never = new AbortController().signal;
const ignore = (): void => undefined;

describe('an upload', () => {
  test('sends every part once, and its progress ends at the whole', async () => {
    const store = new Store(7);
    const progress: number[] = [];
    expect(await uploadFile(store, never, (bytes) => progress.push(bytes))).toBe('upload');
    expect(store.sent.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(progress[0]).toBe(0);
    expect(progress.at(-1)).toBe(70);
  });

  test('that was cut sends only what is missing', async () => {
    const store = new Store(4);
    store.received.add(1).add(3);
    await uploadFile(store, never, ignore);
    expect(store.sent.toSorted()).toEqual([2, 4]);
  });

  test('of a file that is there already sends nothing', async () => {
    const store = new Store(2);
    store.state = 'complete';
    await uploadFile(store, never, ignore);
    expect(store.sent).toEqual([]);
  });

  test('tries a part again, after longer and longer pauses, when the line breaks', async () => {
    let breaks = 2;
    const store = new Store(1, () => {
      if (breaks-- > 0) throw new Error('connection lost');
    });
    await uploadFile(store, never, ignore);
    expect(store.waits).toEqual([1000, 2000]);
    expect(store.received.size).toBe(1);
  });

  test('gives up a part that never arrives, and keeps what did', async () => {
    const store = new Store(3, (part) => {
      if (part === 2) throw new Error('refused');
    });
    await expect(uploadFile(store, never, ignore)).rejects.toThrow('refused');
    expect(store.sent.filter((part) => part === 2)).toHaveLength(5);
    expect(store.received).toEqual(new Set([1, 3]));
  });

  test('that is paused goes on where it stopped', async () => {
    const pause = new AbortController();
    const store = new Store(6, (part) => {
      if (part === 3) pause.abort(new Error('paused'));
    });
    await expect(uploadFile(store, pause.signal, ignore)).rejects.toThrow('paused');
    const before = store.sent.length;
    expect(before).toBeLessThan(6);
    await uploadFile(store, never, ignore);
    expect(store.sent.toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
