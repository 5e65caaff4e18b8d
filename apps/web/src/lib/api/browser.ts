import { readAnswer } from './api-error';
import type { Shape } from './api-error';

interface Options {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Calls the API from the page. The origin is the same, so the browser sends the session cookie. */
export async function send<T>(method: 'GET' | 'POST' | 'DELETE', path: string, shape: Shape<T>, options: Options = {}): Promise<T> {
  const { body, headers, signal } = options;
  const answer = await fetch(`/api/v1${path}`, {
    method,
    signal,
    headers: { accept: 'application/json', ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return readAnswer(answer, shape);
}
