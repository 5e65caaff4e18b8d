import { refusedEntry } from './image-fault';
import { formatLimits } from './image-limits';

/** The components of a path in an archive; empty for the root. @throws ParticipantFault for a path that is invalid or leaves the root */
export function entryPath(name: string, shown = name): string[] {
  if (name.startsWith('/')) throw refusedEntry(shown, 'its path is absolute');
  if (Buffer.byteLength(name) > formatLimits.pathBytes)
    throw refusedEntry(shown, `its path is longer than ${formatLimits.pathBytes} bytes`);
  const components = name.split('/').filter((component) => component !== '' && component !== '.');
  if (components.includes('..')) throw refusedEntry(shown, "its path contains '..'");
  if (components.length > formatLimits.depth) throw refusedEntry(shown, `it lies more than ${formatLimits.depth} folders deep`);
  // What the reader puts for bytes that are no UTF-8: the file would get another name than in the image.
  if (name.includes('\uFFFD')) throw refusedEntry(shown, 'its name is not UTF-8');
  if (/[\u0000-\u001f\u007f]/.test(name)) throw refusedEntry(shown, 'its name contains control characters');
  if (components.some((component) => Buffer.byteLength(component) > formatLimits.nameBytes))
    throw refusedEntry(shown, `its name is longer than ${formatLimits.nameBytes} bytes`);
  return components;
}

/** True if a symbolic link at `path` leads above the root. An absolute link starts at the root of the container. */
export function climbsOut(path: readonly string[], target: string): boolean {
  let depth = target.startsWith('/') ? 0 : path.length - 1;
  for (const component of target.split('/')) {
    if (component === '..') depth--;
    else if (component !== '' && component !== '.') depth++;
    if (depth < 0) return true;
  }
  return false;
}
