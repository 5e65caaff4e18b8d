import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

type Library = Awaited<(typeof import('h5wasm/node'))['ready']>;

let library: Promise<Library> | null = null;

/** The HDF5 library, compiled to WebAssembly, with the compressions that the field's files use. Loaded when it is first needed. */
export function hdf5Library(): Promise<Library> {
  library ??= load();
  return library;
}

async function load(): Promise<Library> {
  const { ready } = await import('h5wasm/node');
  const module = await ready;
  const plugins = dirname(createRequire(__filename).resolve('h5wasm-plugins/package.json'));
  module.insert_plugin_search_path(join(plugins, 'plugins'), 0);
  // Without this, a failed read returns zeros and is only reported on standard error.
  module.activate_throwing_error_handler();
  return module;
}
