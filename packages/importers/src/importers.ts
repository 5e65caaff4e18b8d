import type { ImportedSource, Manifest } from '@unblind/contracts';
import type { Importer } from './importer';
import { fairUniverse } from './fair-universe/fair-universe';
import { higgsml2014 } from './higgsml-2014';
import { lhcOlympics } from './lhc-olympics/lhc-olympics';
import { trackml } from './trackml/trackml';
import { topTagging } from './top-tagging';

/** Importers by the name in a source's `importer`. */
const importers: Readonly<Record<string, Importer>> = {
  'top-tagging-h5': topTagging,
  'higgsml-2014-csv': higgsml2014,
  'fair-universe-parquet': fairUniverse,
  'lhc-olympics-h5': lhcOlympics,
  'trackml-csv': trackml,
};

/** Tables of events that a challenge's rows could be drawn from, where the challenge names no data set of its own to import. */
const tables: Readonly<Record<string, { name: string; source: ImportedSource }>> = {
  'higgsml-uncertainty': {
    name: 'fair-universe',
    source: {
      importer: 'fair-universe-parquet',
      url: 'https://zenodo.org/records/15131565',
      files: { test: 'FAIR_Universe_HiggsML_data.parquet', train: 'FAIR_Universe_HiggsML_data.parquet' },
      openTruth: true,
    },
  },
};

/** The source of a challenge that an importer reads, and its name. */
export function importedSource({ slug, data }: Pick<Manifest, 'slug' | 'data'>): { name: string; source: ImportedSource } | null {
  for (const [name, source] of Object.entries(data.sources)) if ('importer' in source) return { name, source };
  return tables[slug] ?? null;
}

export function importerOf(name: string): Importer {
  const importer = importers[name];
  if (!importer) throw new Error(`there is no importer '${name}'; there are ${Object.keys(importers).join(', ')}`);
  return importer;
}
