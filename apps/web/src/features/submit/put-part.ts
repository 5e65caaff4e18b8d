import type { Part } from './upload-file';

/** Sends a part's bytes to its signed URL. Uses XMLHttpRequest, because fetch reports no upload progress. */
export function putPart(file: File, part: Part, signal: AbortSignal, onSent: (bytes: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = (): void => request.abort();
    request.open('PUT', sameOrigin(part.url));
    request.upload.onprogress = ({ loaded }) => onSent(loaded);
    request.onload = () =>
      request.status < 300 ? resolve() : reject(new Error(`The storage refused part ${part.number} with status ${request.status}.`));
    request.onerror = () => reject(new Error(`The connection broke while part ${part.number} was being sent.`));
    request.onabort = () => reject(new DOMException('The upload is paused.', 'AbortError'));
    request.onloadend = () => signal.removeEventListener('abort', abort);
    signal.addEventListener('abort', abort);
    request.send(file.slice(part.offset, part.offset + part.bytes));
  });
}

/** The local store is served by this site, whose host name may differ from the signed one (127.0.0.1 or localhost). */
function sameOrigin(url: string): string {
  const { pathname, search } = new URL(url, location.href);
  return pathname.startsWith('/api/') ? pathname + search : url;
}
