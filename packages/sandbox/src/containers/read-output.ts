import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { ParticipantFault } from '@unblind/contracts';

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;

function unreadable(name: string, message: string, parts: { expected?: string; got?: string } = {}): ParticipantFault {
  const fix = 'Write the complete file, close it, and only then print the answer.';
  return new ParticipantFault('predictions-unreadable', { message: `${name} ${message}`, subject: name, fix, ...parts });
}

/**
 * Reads a file that an untrusted program wrote: it follows no link, does not wait for a pipe, and reads no more than `mostBytes`.
 * The container cannot rename or replace `folder`. @throws ParticipantFault
 */
export async function readOutput(folder: string, name: string, mostBytes: number): Promise<Buffer> {
  const file = await open(`${folder}/${name}`, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch((error: unknown) => {
    throw unreadable(name, explain(codeOf(error)), { expected: 'a plain file' });
  });
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw unreadable(name, 'is not a plain file', { expected: 'a plain file' });
    if (stats.size > mostBytes)
      throw unreadable(name, 'is larger than what was asked for', { expected: `at most ${mostBytes} bytes`, got: `${stats.size} bytes` });
    return await readWhole(file, stats.size);
  } finally {
    await file.close();
  }
}

/** Reads as many bytes as the file had when it was checked, or fewer if it was truncated in the meantime. */
async function readWhole(file: FileHandle, bytes: number): Promise<Buffer> {
  const content = Buffer.alloc(bytes);
  let at = 0;
  while (at < bytes) {
    const { bytesRead } = await file.read(content, at, bytes - at, at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return content.subarray(0, at);
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
}

function explain(code: string): string {
  if (code === 'ENOENT') return 'was not written';
  return code === 'ELOOP' ? 'is a link' : `cannot be opened (${code})`;
}
