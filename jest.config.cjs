// ESM-only packages that Jest on Node 20 cannot require as they are.
// The Markdown pipeline of the web application (unified and its family) comes in many small ones.
const unified = [
  'unified',
  'bail',
  'trough',
  'devlop',
  'zwitch',
  'ccount',
  'longest-streak',
  'trim-lines',
  'markdown-table',
  'is-plain-obj',
  'vfile[a-z-]*',
  'unist-util-[a-z-]+',
  'mdast-util-[a-z-]+',
  'hast-util-[a-z-]+',
  'micromark[a-z0-9-]*',
  'remark-[a-z]+',
  'rehype-[a-z]+',
  'property-information',
  '[a-z]+-separated-tokens',
  'html-void-elements',
  'stringify-entities',
  'character-entities[a-z0-9-]*',
  'decode-named-character-reference',
  'escape-string-regexp',
];
const esmOnly = [
  'httpxy',
  'hyparquet',
  'hyparquet-writer',
  'hyparquet-compressors',
  'hysnappy',
  'h5wasm',
  'openapi-fetch',
  'd3-[a-z-]+',
  'internmap',
  ...unified,
];

// Its package offers this entry to `import` alone, and npm puts it beside the package that asks for it.
const h5wasm = ['packages/tensors/node_modules', 'node_modules']
  .map((folder) => `${__dirname}/${folder}/h5wasm/dist/node/hdf5_hl.js`)
  .find((file) => require('node:fs').existsSync(file));

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/scripts/jest-environment.cjs',
  roots: [
    '<rootDir>/apps/api',
    '<rootDir>/apps/runner',
    '<rootDir>/apps/web',
    '<rootDir>/packages',
    '<rootDir>/scoring',
    '<rootDir>/challenges',
    '<rootDir>/infra',
    '<rootDir>/prisma',
    '<rootDir>/docs',
    '<rootDir>/scripts',
    '<rootDir>/e2e/attacks',
    '<rootDir>/e2e/fuzz',
  ],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  modulePathIgnorePatterns: ['/dist/', '/.next/', '<rootDir>/.unblind/'],
  moduleNameMapper: {
    '^h5wasm/node$': h5wasm,
    '^@/(.*)$': '<rootDir>/apps/web/src/$1',
    '^@unblind/challenges$': '<rootDir>/challenges/index.ts',
    '^@unblind/scoring$': '<rootDir>/scoring/src/index.ts',
    '^@unblind/embedded$': '<rootDir>/infra/embedded/src/index.ts',
    '^@unblind/([a-z-]+)$': '<rootDir>/packages/$1/src/index.ts',
  },
  transform: {
    '^.+\\.tsx$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic' } },
          target: 'es2023',
        },
        module: { type: 'commonjs' },
      },
    ],
    '^.+\\.(ts|mjs|js)$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2023',
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  testTimeout: 240_000,
  maxWorkers: 2,
};
