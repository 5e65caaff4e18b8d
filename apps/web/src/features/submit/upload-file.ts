import type { UploadView } from '@unblind/contracts';

export type Part = UploadView['parts'][number];

/** What an upload needs from the world: the API, and a way to send bytes. */
export interface Transport {
  /** Starts the upload, or finds the one of the same file that was cut. */
  open(): Promise<UploadView>;
  put(part: Part, signal: AbortSignal, onSent: (bytes: number) => void): Promise<void>;
  /** Has the whole verified; rejects when parts are missing. */
  complete(id: string): Promise<UploadView>;
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

const parallelParts = 3; // enough to fill a line with some delay
const attemptsPerPart = 5; // with the pauses below, a cut of half a minute is bridged
const pauseMs = (attempt: number): number => 1000 * 2 ** attempt;

/**
 * Sends the parts that are missing, some at a time, each tried again when the line breaks, and has the whole verified.
 * Aborting pauses: called again, it goes on with what is still missing. Resolves to the upload's id.
 */
export async function uploadFile(transport: Transport, signal: AbortSignal, onProgress: (bytesThere: number) => void): Promise<string> {
  const upload = await transport.open();
  if (upload.state === 'complete') {
    onProgress(upload.bytes);
    return upload.id;
  }
  const missing = upload.parts.filter((part) => !part.received);
  const sent = new Map(upload.parts.map((part) => [part.number, part.received ? part.bytes : 0]));
  const report = (part: Part, bytes: number): void => {
    sent.set(part.number, bytes);
    onProgress([...sent.values()].reduce((sum, size) => sum + size, 0));
  };
  onProgress([...sent.values()].reduce((sum, size) => sum + size, 0));
  // One part that cannot be sent stops the others.
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const worker = async (): Promise<void> => {
    for (let part = missing.shift(); part; part = missing.shift()) await sendPart(transport, part, either, report);
  };
  try {
    await Promise.all(Array.from({ length: parallelParts }, worker));
  } catch (error) {
    stop.abort();
    throw error;
  }
  return (await transport.complete(upload.id)).id;
}

async function sendPart(transport: Transport, part: Part, signal: AbortSignal, report: (part: Part, bytes: number) => void): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted();
    try {
      await transport.put(part, signal, (bytes) => report(part, bytes));
      return report(part, part.bytes);
    } catch (error) {
      report(part, 0);
      if (signal.aborted || attempt + 1 >= attemptsPerPart) throw error;
      await transport.wait(pauseMs(attempt), signal);
    }
  }
}
