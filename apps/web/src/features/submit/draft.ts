'use client';

import { useMemo, useSyncExternalStore } from 'react';

/** What the visitor had typed and chosen when an upload was cut: kept by the browser until it is submitted. */
export interface Draft {
  filename: string;
  bytes: number;
  method: string;
  notes: string;
}

const nameOf = (slug: string): string => `unblind:draft:${slug}`;

export function saveDraft(slug: string, draft: Draft): void {
  localStorage.setItem(nameOf(slug), JSON.stringify(draft));
}

export function clearDraft(slug: string): void {
  localStorage.removeItem(nameOf(slug));
}

const never = (): (() => void) => () => undefined;

/** The draft that was left, known once the page is live. */
export function useDraft(slug: string): Draft | null {
  const text = useSyncExternalStore(
    never,
    () => localStorage.getItem(nameOf(slug)),
    () => null,
  );
  return useMemo(() => parseDraft(text), [text]);
}

function parseDraft(text: string | null): Draft | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    if (typeof value !== 'object' || value === null) return null;
    const { filename, bytes, method, notes } = { filename: null, bytes: null, method: null, notes: null, ...value };
    if (typeof filename !== 'string' || typeof bytes !== 'number' || typeof method !== 'string' || typeof notes !== 'string') return null;
    return { filename, bytes, method, notes };
  } catch {
    return null;
  }
}
