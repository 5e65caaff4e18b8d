import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import { defaultApiPort, type Problem } from '@unblind/contracts';
import { ApiError, inWords, readAnswer, unreachable } from './api-error';
import type { Shape } from './api-error';

/** Reads from the API with the visitor's cookie while a page is rendered. */
export async function get<T>(path: string, shape: Shape<T>): Promise<T> {
  const base = process.env.API_URL ?? `http://127.0.0.1:${defaultApiPort}`;
  const cookie = (await cookies()).toString();
  const answer = await fetch(`${base}/api/v1${path}`, {
    cache: 'no-store',
    headers: { accept: 'application/json', ...(cookie && { cookie }) },
    signal: AbortSignal.timeout(15_000),
  }).catch((error: unknown) => {
    throw new ApiError(unreachable(inWords(error)));
  });
  return readAnswer(answer, shape);
}

/** Returns an API error as a value, for pages that show it in place of the data. A 404 shows the "not found" page. */
export async function attempt<T>(request: Promise<T>): Promise<{ data: T; problem: null } | { data: null; problem: Problem }> {
  try {
    return { data: await request, problem: null };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.problem.status === 404) notFound();
    return { data: null, problem: error.problem };
  }
}

/** Encodes an untrusted value as a URL path segment. */
export function segment(value: string): string {
  return encodeURIComponent(value);
}
