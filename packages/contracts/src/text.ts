import { z } from 'zod';

/**
 * Characters that nobody sees: controls, directions of writing, zero-width and other ignorable ones, and halves of surrogate pairs.
 * Two names that differ by them alone look the same, and PostgreSQL stores no NUL.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const unseenBesidesLines = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** They choose between the coloured and the plain form of a symbol, come with symbols that are pasted, and change nothing else. */
const variationSelectors = /[\uFE0E\uFE0F]/g;

interface TextOptions {
  max: number;
  /** Default: 1. */
  min?: number;
  /** The message where the text is too short. */
  missing?: string;
}

/** One line that a person wrote: a name, a title, a filename. Normalised (NFC), trimmed, any run of spaces as one; nothing unseen. */
export function Line({ max, min = 1, missing }: TextOptions) {
  return z
    .string()
    .overwrite((text) =>
      text
        .replace(variationSelectors, '')
        .normalize('NFC')
        .replace(/\p{Zs}+/gu, ' ')
        .trim(),
    )
    .min(min, missing)
    .max(max)
    .superRefine(refuseUnseen(unseen));
}

/** As `Line`, over several lines. */
export function Paragraphs({ max, min = 0, missing }: TextOptions) {
  return z
    .string()
    .overwrite((text) => text.replace(/\r\n?/g, '\n').replace(variationSelectors, '').normalize('NFC').trim())
    .min(min, missing)
    .max(max)
    .superRefine(refuseUnseen(unseenBesidesLines));
}

function refuseUnseen(pattern: RegExp) {
  return (text: string, context: z.RefinementCtx): void => {
    const found = pattern.exec(text);
    if (found) context.addIssue(`contains the invisible character ${codePoint(found[0])} after ${found.index} characters; remove it`);
  };
}

/** 'U+200B' */
function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Finds text, anywhere in a value, that PostgreSQL cannot store: NUL or half a surrogate pair. Returns its path, or null. */
export function findUnstorable(value: unknown, path: readonly string[] = []): string[] | null {
  if (typeof value === 'string') return isUnstorable(value) ? [...path] : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const found = isUnstorable(key) ? [...path, JSON.stringify(key)] : findUnstorable(inner, [...path, key]);
    if (found) return found;
  }
  return null;
}

function isUnstorable(text: string): boolean {
  return /[\0\p{Cs}]/u.test(text);
}
