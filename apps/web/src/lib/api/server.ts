import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import type { Problem } from '@unblind/contracts';
import { ApiError, readAnswer, unreachable } from './api-error';
import type { Shape } from './api-error';

/** Reads from the API on the visitor's behalf, while a page is rendered. */
export async function get<T>(path: string, shape: Shape<T>): Promise<T> {
  const base = process.env.API_URL ?? 'http://127.0.0.1:4000';
  const cookie = (await cookies()).toString();
  const answer = await fetch(`${base}/api/v1${path}`, {
    cache: 'no-store',
    headers: { accept: 'application/json', ...(cookie && { cookie }) },
    signal: AbortSignal.timeout(15_000),
  }).catch((error: unknown) => {
    throw new ApiError(unreachable(error instanceof Error ? error.message : String(error)));
  });
  return readAnswer(answer, shape);
}

/** For pages that can show why they have nothing to show. What does not exist is the 404 page. */
export async function attempt<T>(request: Promise<T>): Promise<{ data: T; problem: null } | { data: null; problem: Problem }> {
  try {
    return { data: await request, problem: null };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.problem.status === 404) notFound();
    return { data: null, problem: error.problem };
  }
}

/** A path segment from outside, safe to put into a path. */
export function segment(value: string): string {
  return encodeURIComponent(value);
}
