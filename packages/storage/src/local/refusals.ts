import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Problem } from '@unblind/contracts';
import { PlatformFault } from '@unblind/contracts';
import { StorageError, errorCode } from '../errors';
import { PartSizeError } from '../streams';

/** The response to a signed request that is refused. */
export interface Refusal {
  status: number;
  code: string;
  detail: string;
  fix: string;
}

export const signatureInvalid: Refusal = {
  status: 403,
  code: 'signature-invalid',
  detail: 'The link was not signed by this server, or it was changed.',
  fix: 'Use the link exactly as it was given, with the same method, or ask for a new one.',
};

export const linkExpired: Refusal = {
  status: 403,
  code: 'link-expired',
  detail: 'The link has expired.',
  fix: 'Ask for a new link. Parts that were sent already are kept.',
};

export const lengthRequired: Refusal = {
  status: 411,
  code: 'length-required',
  detail: 'The request does not say how many bytes it carries.',
  fix: 'Send a Content-Length header.',
};

export const storageFull: Refusal = {
  status: 507,
  code: 'storage-full',
  detail: 'The disk of the object store is full.',
  fix: 'Tell the operators; then send the part again.',
};

export function refusalOf(error: unknown): Refusal {
  if (error instanceof PartSizeError)
    return {
      status: error.got > error.expected ? 413 : 400,
      code: 'part-size',
      detail: `This part must have exactly ${error.expected} bytes.`,
      fix: 'Send the bytes of this part only, all of them.',
    };
  if (error instanceof StorageError) {
    const statuses: Partial<Record<StorageError['code'], number>> = {
      'upload-not-found': 404,
      'range-not-satisfiable': 416,
      'read-url-refused': 403,
      'area-not-granted': 403,
    };
    return { status: statuses[error.code] ?? 400, code: error.code, detail: error.message, fix: error.fix };
  }
  if (error instanceof PlatformFault && error.detail.code === 'data-missing')
    return { status: 404, code: 'data-missing', detail: 'This file is not stored any more.', fix: error.detail.fix };
  if (errorCode(error) === 'ENOSPC') return storageFull;
  return {
    status: 500,
    code: 'internal',
    detail: 'The file could not be stored or read.',
    fix: 'Try again; parts that were sent are kept.',
  };
}

/** Responds with a problem document. The rest of the body is read for a moment, so that the sender sees the response. */
export function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  const problem: Problem = { type: 'about:blank', title: refusal.code, ...refusal };
  response.writeHead(refusal.status, { 'Content-Type': 'application/problem+json', Connection: 'close' });
  response.end(JSON.stringify(problem));
  request.resume();
  setTimeout(() => request.destroy(), 2000).unref();
}
