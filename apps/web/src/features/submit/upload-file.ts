import type { UploadView } from '@unblind/contracts';

export type Part = UploadView['parts'][number];

/** The requests that an upload makes. */
export interface Transport {
  /** Starts the upload, or finds an interrupted upload of the same file. */
  open(): Promise<UploadView>;
  put(part: Part, signal: AbortSignal, onSent: (bytes: number) => void): Promise<void>;
  /** Asks the API to verify the whole file; rejects if parts are missing. */
  complete(id: string): Promise<UploadView>;
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

const parallelParts = 3; // enough to use the bandwidth of a connection with some latency
const attemptsPerPart = 5; // with the pauses below, survives an interruption of about 15 seconds
const pauseMs = (attempt: number): number => 1000 * 2 ** attempt;

/**
 * Sends the missing parts, several at a time, retries each part when the connection breaks, and has the whole file verified.
 * Aborting pauses the upload: the next call sends the parts that are still missing. Resolves to the upload's id.
 */
export async function uploadFile(transport: Transport, signal: AbortSignal, onProgress: (bytesReceived: number) => void): Promise<string> {
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
  // A part that cannot be sent stops the others.
  const stop = new AbortController();
  const combined = AbortSignal.any([signal, stop.signal]);
  const worker = async (): Promise<void> => {
    for (let part = missing.shift(); part; part = missing.shift()) await sendPart(transport, part, combined, report);
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
