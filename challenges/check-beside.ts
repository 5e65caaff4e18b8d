import { isAbsolute, normalize, sep } from 'node:path';
import { nearest, type ManifestFile, type Variation } from '@unblind/contracts';
import { setDerivations, viewDerivations } from '@unblind/tensors';
import { z } from 'zod';
import type { Shifts } from './data-generator';

/** The module of a challenge that makes its simulated data. */
export const generatorFile = 'data.ts';

/** The contents of the folder around challenge.yaml. */
export interface BesideManifest {
  slug: string;
  /** Paths of all files in the folder, relative to it. */
  files: readonly string[];
  /** Those of them that may be baselines or the scorer. */
  contained: readonly string[];
  /**
   * The shifts of the challenge's generator, or why it cannot be loaded; null if the folder is not part of this repository, because its
   * code is not run then.
   */
  shifts: Shifts | Error | null;
}

/** The checks that need the folder around challenge.yaml: the files that it names exist, and data.ts has its shifts. */
export function checkBeside({ slug, files, contained, shifts }: BesideManifest, manifest: ManifestFile): string[] {
  const problems: string[] = [];
  if (manifest.slug !== slug) problems.push(`slug: is '${manifest.slug}', the folder's name is '${slug}'`);
  for (const [page, file] of Object.entries(manifest.pages)) problems.push(...checkPage(page, file, files));
  for (const { name, file } of manifest.baselines)
    if (!contained.includes(file))
      problems.push(`baselines: the file '${file}' of baseline '${name}' does not exist${guess(file, contained)}`);
  problems.push(...checkDerivations(manifest.data.views));
  const { scorer } = manifest.scoring;
  if (scorer !== undefined && !contained.includes(scorer))
    problems.push(`scoring.scorer: '${scorer}' does not exist${guess(scorer, contained)}`);
  if (!shifts) return problems;
  if (shifts instanceof Error) return [...problems, `${generatorFile}: cannot be loaded: ${reason(shifts)}`];
  for (const [source, { generator }] of Object.entries(manifest.data.sources).flatMap(simulated))
    if (generator !== generatorFile)
      problems.push(
        `data.sources.${source}.generator: '${generator}' is not ${generatorFile}, which makes the data${guess(generator, [generatorFile])}`,
      );
  return [...problems, ...manifest.scoring.variations.flatMap((variation) => checkShift(shifts, variation))];
}

/** A view of rows is derived by name, or holds the entries of a view of sets. */
function checkDerivations(views: ManifestFile['data']['views']): string[] {
  const sets = Object.keys(views).filter((name) => views[name]?.per === 'set');
  const ofRows = [...Object.keys(viewDerivations), ...sets];
  return Object.entries(views).flatMap(([name, { from, per }]) => {
    const known = per === 'set' ? Object.keys(setDerivations) : ofRows;
    if (from === undefined || known.includes(from)) return [];
    return [`data.views.${name}.from: '${from}' is not one of ${known.join(', ')}${guess(from, known)}`];
  });
}

function checkPage(page: string, file: string, files: readonly string[]): string[] {
  if (files.includes(file)) return [];
  const leaves = isAbsolute(file) || normalize(file).split(sep)[0] === '..';
  return [`pages.${page}: '${file}' ${leaves ? "leaves the challenge's folder" : `does not exist${guess(file, files)}`}`];
}

/** The first line: a module that is not found is followed by all that asked for it. */
function reason(error: Error): string {
  if (error instanceof z.ZodError) return error.issues.map(({ message }) => message).join('; ');
  return error.message.split('\n')[0] ?? '';
}

type Sources = ManifestFile['data']['sources'];

const simulated = ([name, source]: [string, Sources[string]]) => ('generator' in source ? [[name, source] as const] : []);

function checkShift({ options }: Shifts, variation: Variation): string[] {
  const where = `scoring.variations.${variation.id}`;
  const known = new Map(options.map((option) => [nameOf(option), option] as const));
  const option = known.get(variation.shift);
  if (!option) {
    const names = [...known.keys()];
    return [`${where}.shift: '${variation.shift}' is not one of ${names.join(', ')}${guess(variation.shift, names)}`];
  }
  const { id: _id, title: _title, ...parameters } = variation;
  const wanted = Object.keys(option.shape);
  const unknown = Object.keys(parameters).filter((key) => !wanted.includes(key));
  if (unknown.length > 0) return unknown.map((key) => `${where}: unknown key '${key}'${guess(key, wanted)}`);
  const { error } = option.safeParse(parameters);
  return (error?.issues ?? []).map(({ path, message }) => `${where}.${path.join('.')}: ${message}`);
}

function nameOf({ shape: { shift } }: z.ZodObject): string {
  return shift instanceof z.ZodLiteral ? [...shift.values].join() : '';
}

function guess(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near === null ? '' : `; did you mean '${near}'?`;
}
