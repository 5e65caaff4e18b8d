import { nearest } from '../nearest';

/** "kind: 'taging' is not one of tagging, tracking; did you mean 'tagging'?" @param what 'the baselines', where the list alone says too little */
export function notOneOf(where: string, word: string, known: readonly string[], what?: string): string {
  const list = what === undefined ? known.join(', ') : `${what}: ${known.join(', ')}`;
  return `${where}: '${word}' ${known.length > 0 ? `is not one of ${list}` : 'is unknown: there is none'}${didYouMean(meant(word, known))}`;
}

/** Words that mean a known one and look like none: other words for an order, and earlier names of kinds. */
const synonyms: Readonly<Record<string, string>> = {
  higher: 'desc',
  descending: 'desc',
  lower: 'asc',
  ascending: 'asc',
  ams: 'selection',
  interval: 'interval-estimation',
};

function meant(word: string, known: readonly string[]): string | null {
  const synonym = Object.hasOwn(synonyms, word) ? synonyms[word] : undefined;
  return synonym !== undefined && known.includes(synonym) ? synonym : nearest(word, known);
}

export function didYouMean(suggestion: string | null): string {
  return suggestion === null ? '' : `; did you mean '${suggestion}'?`;
}

export function duplicates(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}
