import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { confineOpen } from './confined-open';

type Library = Awaited<(typeof import('h5wasm/node'))['ready']>;

export interface ConfinedLibrary {
  library: Library;
  /** Lets the library open one file while `work` runs; it can open no other at any time. */
  whileOpening: <T>(path: string, work: () => T) => T;
  /** The last file that the library was kept from opening since the last question; null if there is none. */
  takeRefused: () => string | null;
}

let library: Promise<ConfinedLibrary> | null = null;

/**
 * The HDF5 library, compiled to WebAssembly, with the compressions that the field's files use. Loaded when it is first needed. Layouts that
 * lead to other files (external links, external raw data, virtual data sets) find no file.
 */
export function hdf5Library(): Promise<ConfinedLibrary> {
  library ??= load();
  return library;
}

async function load(): Promise<ConfinedLibrary> {
  const { ready } = await import('h5wasm/node');
  const module = await ready;
  const plugins = join(dirname(createRequire(__filename).resolve('h5wasm-plugins/package.json')), 'plugins');
  // Programs of these plugins only, not of the host's folder that HDF5 knows.
  module.get_plugin_search_paths().forEach(() => module.remove_plugin_search_path(0));
  module.insert_plugin_search_path(plugins, 0);
  // Without this, a failed read returns zeros and is only reported on standard error.
  module.activate_throwing_error_handler();
  let opening: string | null = null;
  const takeRefused = confineOpen(module.FS, (path) => path === opening || `${path}/`.startsWith(`${plugins}/`));
  return {
    library: module,
    whileOpening(path, work) {
      opening = resolve(path);
      try {
        return work();
      } finally {
        opening = null;
      }
    },
    takeRefused,
  };
}
