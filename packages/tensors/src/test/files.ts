import { BrowserFile } from '../files/browser-file';
import { LocalFile } from '../files/local-file';
import { NotReadHere, type SourceFile } from '../files/source-file';

/** Reads what lies on disk, or what is in memory, and that in the way of a browser too: both say the same, or a browser cannot tell. */
export async function readEverywhere<T>(source: string | Uint8Array, read: (file: SourceFile) => Promise<T>): Promise<T> {
  const local = await outcome(read(new LocalFile(source)));
  if (typeof source !== 'string') {
    const browser = await outcome(read(new BrowserFile(new Blob([Uint8Array.from(source)]))));
    if (!(browser.error instanceof NotReadHere)) expect(browser).toEqual(local);
  }
  if (local.error) throw local.error;
  return local.value as T;
}

interface Outcome<T> {
  value?: T;
  error?: Error;
}

const outcome = <T>(work: Promise<T>): Promise<Outcome<T>> =>
  work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error: error as Error }),
  );
