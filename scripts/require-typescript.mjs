import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { transformSync } from '@swc/core';

/** A `require` that compiles TypeScript as it loads it, for the suites of e2e that scripts run without Jest. */
export function requireTypescript(url) {
  const require = createRequire(url);
  require.extensions['.ts'] = (module, filename) => {
    // The API's classes have decorators.
    const jsc = {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      target: 'es2023',
    };
    const options = { filename, jsc, module: { type: 'commonjs' } };
    module._compile(transformSync(readFileSync(filename, 'utf8'), options).code, filename);
  };
  return require;
}
