import { StorageError } from './errors';

const segment = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,200}$/;
const maximumLength = 512;

/** Returns the segments of a key such as `a1b2/model.onnx`; refuses anything that could leave its area or differ between stores. */
export function keySegments(key: string): string[] {
  const segments = key.split('/');
  if (key.length <= maximumLength && segments.every((part) => segment.test(part))) return segments;
  throw new StorageError(
    'key-invalid',
    `The key ${JSON.stringify(key.slice(0, 80))} is not valid.`,
    `Use segments of A-Z a-z 0-9 . _ - joined by single slashes, at most ${maximumLength} characters.`,
  );
}

/** A prefix is the start of a key: it may end anywhere, also in a slash. */
export function checkPrefix(prefix: string): void {
  if (prefix !== '') keySegments(prefix.endsWith('/') ? prefix.slice(0, -1) : prefix);
}
