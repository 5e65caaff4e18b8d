'use client';

import { useMemo, useSyncExternalStore } from 'react';

/** The typed texts and the chosen file of an interrupted upload: kept by the browser until the entry is submitted. */
export interface Draft {
  filename: string;
  bytes: number;
  method: string;
  notes: string;
}

const keyOf = (slug: string): string => `unblind:draft:${slug}`;

export function saveDraft(slug: string, draft: Draft): void {
  localStorage.setItem(keyOf(slug), JSON.stringify(draft));
}

export function clearDraft(slug: string): void {
  localStorage.removeItem(keyOf(slug));
}

const noSubscription = (): (() => void) => () => undefined;

/** The saved draft; null until the page is hydrated. */
export function useDraft(slug: string): Draft | null {
  const text = useSyncExternalStore(
    noSubscription,
    () => localStorage.getItem(keyOf(slug)),
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
