import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { z } from 'zod';
import { ManifestError, Slug, findUnstorable, parseManifest, type Manifest, type ScoringFiles } from '@unblind/contracts';
import type { DataExporter } from './data-exporter';
import type { DataGenerator, Shifts } from './data-generator';
import { checkBeside, generatorFile } from './check-beside';

/** The source folder; manifests, pages and models are read from it even when this code runs from dist/. */
export const challengesRoot = basename(__dirname) === 'dist' ? dirname(__dirname) : __dirname;

const manifestFile = 'challenge.yaml';
/** The files that define a challenge and, with the pages that it names, enter its sha256, unlike tests, scripts and READMEs. */
const contents = /(^challenge\.yaml|^data\.ts|^[\w-]+\.mjs$|^pages\/.*\.(md|svg|png)|^baselines\/.*\.onnx)$/;

export type PageName = keyof Manifest['pages'];

export interface Challenge {
  manifest: Manifest;
  manifestText: string;
  /** The challenge's source folder; baseline files and figures are relative to it. */
  directory: string;
  pages: Record<PageName, string>;
  /** Figures of the pages, as paths under `directory`. */
  figures: string[];
  /** sha256 of the files that decide scores. */
  scoringFiles: ScoringFiles;
  /** Hash of the names and contents of the manifest, data.ts, the scorer, pages, figures and baseline models. */
  sha256: string;
}

/** The slugs of all challenges, sorted. A folder that cannot be read is among them, so that loading it says why. */
export async function listChallenges(root = challengesRoot): Promise<string[]> {
  // No folder of challenges is one without any.
  if (!existsSync(root)) return [];
  const entries = await readdir(root, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && Slug.safeParse(entry.name).success).map((entry) => entry.name);
  const found = await Promise.all(
    folders.map((name) =>
      readdir(join(root, name)).then(
        (names) => names.includes(manifestFile),
        () => true,
      ),
    ),
  );
  return folders.filter((_, i) => found[i]).sort();
}

/** Reads one challenge. @throws ManifestError with every problem of challenge.yaml and of the files beside it */
export async function loadChallenge(slug: string, root = challengesRoot): Promise<Challenge> {
  const directory = join(root, Slug.parse(slug));
  const manifestText = await readFile(join(directory, manifestFile), 'utf8');
  const files = (await readdir(directory, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .sort();
  const contained = files.filter((path) => contents.test(path));
  const isOurs = resolve(root) === challengesRoot && files.includes(generatorFile);
  const shifts = isOurs ? await loadShifts(slug) : null;
  const manifest = parseManifest(manifestText, (parsed) => checkBeside({ slug, files, contained, shifts }, parsed));
  const pages = Object.values(manifest.pages);
  const page = async (name: PageName) => {
    const text = await readFile(join(directory, manifest.pages[name]), 'utf8');
    if (findUnstorable(text))
      throw new ManifestError([`${manifest.pages[name]}: contains a NUL character, so it is not a text; remove it`]);
    return text;
  };
  return {
    manifest,
    manifestText,
    directory,
    pages: { overview: await page('overview'), data: await page('data'), evaluation: await page('evaluation'), rules: await page('rules') },
    figures: contained.filter((file) => /\.(svg|png)$/.test(file)),
    scoringFiles: await hashScoringFiles(directory, manifest),
    sha256: await hash(
      directory,
      files.filter((file) => contained.includes(file) || pages.includes(file)),
    ),
  };
}

const GeneratorModule = z.object({
  generator: z.custom<DataGenerator>(
    (value) => z.object({ generate: z.function() }).safeParse(value).success,
    'data.ts must export `generator`, an object with a function `generate`',
  ),
});

const ExporterModule = z.object({
  exportFiles: z.custom<DataExporter>((value) => typeof value === 'function', 'exports.ts must export `exportFiles`'),
});

/** The generator of a challenge's simulated data: the compiled data.ts beside this file. */
export async function loadGenerator(slug: string): Promise<DataGenerator> {
  const module: unknown = createRequire(__filename)(join(__dirname, Slug.parse(slug), 'data'));
  return GeneratorModule.parse(module).generator;
}

/** The shifts of a challenge's generator, or why it cannot be loaded. */
export async function loadShifts(slug: string): Promise<Shifts | Error> {
  try {
    return (await loadGenerator(slug)).shifts;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The exporter of a challenge's open data to the field's own format: the compiled exports.ts. Null if the challenge has none. */
export async function loadExporter(slug: string): Promise<DataExporter | null> {
  const folder = join(__dirname, Slug.parse(slug));
  if (!(await readdir(folder)).some((name) => /^exports\.(js|ts)$/.test(name))) return null;
  const module: unknown = createRequire(__filename)(join(folder, 'exports'));
  return ExporterModule.parse(module).exportFiles;
}

/** @returns null for a file that the manifest does not name */
export async function hashScoringFiles(directory: string, { scoring, baselines }: Manifest): Promise<ScoringFiles> {
  const sha256 = async (file: string | undefined) =>
    file === undefined
      ? null
      : createHash('sha256')
          .update(await readFile(join(directory, file)))
          .digest('hex');
  const reference = baselines.find(({ name }) => name === scoring.throughput?.reference);
  return { scorer: await sha256(scoring.scorer), reference: await sha256(reference?.file) };
}

async function hash(directory: string, files: readonly string[]): Promise<string> {
  const digest = createHash('sha256');
  for (const file of files) {
    const bytes = await readFile(join(directory, file));
    digest.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return digest.digest('hex');
}
