import type { Importer } from './importer';
import { higgsml2014 } from './higgsml-2014';
import { lhcOlympics } from './lhc-olympics/lhc-olympics';
import { trackml } from './trackml/trackml';
import { topTagging } from './top-tagging';

/** By the name in a source's `importer`. */
const importers: Readonly<Record<string, Importer>> = {
  'top-tagging-h5': topTagging,
  'higgsml-2014-csv': higgsml2014,
  'lhc-olympics-h5': lhcOlympics,
  'trackml-csv': trackml,
};

export function importerOf(name: string): Importer {
  const importer = importers[name];
  if (!importer) throw new Error(`there is no importer '${name}'; there are ${Object.keys(importers).join(', ')}`);
  return importer;
}
