import hooks from 'eslint-plugin-react-hooks';
import eslint from 'typescript-eslint';

// Who may import whom, lowest first. A folder may import what it names, and nothing else of this repository.
const contracts = ['@unblind/contracts'];
const imports = {
  'packages/testing': [],
  'packages/contracts': [],
  'packages/random': [],
  'packages/npy': [],
  'packages/onnx-writer': [],
  scoring: [...contracts, '@unblind/random'],
  'packages/simulation': ['@unblind/random'],
  'packages/plots': contracts,
  'packages/onnx-inspect': contracts,
  'packages/tensors': [...contracts, '@unblind/npy'],
  'packages/sandbox': [...contracts, '@unblind/npy'],
  'packages/storage': contracts,
  'packages/queue': contracts,
  'packages/database': contracts,
  'packages/assignments': [...contracts, '@unblind/database', '@unblind/npy', '@unblind/scoring', '@unblind/storage'],
  challenges: [...contracts, '@unblind/onnx-writer', '@unblind/plots', '@unblind/random', '@unblind/simulation', '@unblind/tensors'],
  'packages/evaluation': [
    ...contracts,
    '@unblind/onnx-inspect',
    '@unblind/random',
    '@unblind/sandbox',
    '@unblind/scoring',
    '@unblind/simulation',
    '@unblind/tensors',
  ],
  'packages/runner': [...contracts, '@unblind/evaluation', '@unblind/sandbox', '@unblind/tensors'],
  'packages/importers': [...contracts, '@unblind/challenges', '@unblind/random', '@unblind/simulation', '@unblind/tensors'],
  'packages/cli': [
    ...contracts,
    '@unblind/challenges',
    '@unblind/evaluation',
    '@unblind/importers',
    '@unblind/onnx-inspect',
    '@unblind/plots',
    '@unblind/runner',
    '@unblind/sandbox',
    '@unblind/scoring',
    '@unblind/tensors',
  ],
  'apps/api': [
    ...contracts,
    '@unblind/assignments',
    '@unblind/challenges',
    '@unblind/database',
    '@unblind/onnx-inspect',
    '@unblind/queue',
    '@unblind/scoring',
    '@unblind/storage',
  ],
  'apps/runner': [
    ...contracts,
    '@unblind/assignments',
    '@unblind/challenges',
    '@unblind/database',
    '@unblind/evaluation',
    '@unblind/queue',
    '@unblind/random',
    '@unblind/runner',
    '@unblind/sandbox',
    '@unblind/scoring',
    '@unblind/storage',
    '@unblind/tensors',
  ],
  'apps/web': [...contracts, '@unblind/onnx-inspect', '@unblind/plots', '@unblind/tensors/browser'],
  'infra/embedded': [...contracts, '@unblind/database'],
};
const everything = [...new Set(Object.keys(imports).map((folder) => `@unblind/${folder.split('/').at(-1)}`))];

const inRepositories = 'The database is asked by repositories: move the query to the *.repository.ts of the feature.';

// Numbers in, numbers out: no I/O, no framework, no clock, no unseeded randomness.
const pureFolders = ['scoring/src', 'packages/random/src', 'packages/simulation/src', 'packages/plots/src'];
const impure = {
  'no-restricted-globals': [
    'error',
    ...['process', 'fetch', 'setTimeout', 'setInterval', 'performance', 'Date', 'console'].map((name) => ({
      name,
      message: 'This folder is pure: pass the value in.',
    })),
  ],
  'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'Use the seeded generator.' }],
};

const typescript = '**/*.{ts,tsx}';
const tests = ['**/*.{test,spec}.{ts,tsx}', '**/*.cases.ts', '**/test/**/*.ts', '**/conformance/**/*.ts', 'e2e/**/*.ts'];
const numeric = [
  'scoring',
  'challenges',
  'packages/random',
  'packages/simulation',
  'packages/npy',
  'packages/tensors',
  'packages/importers',
  'packages/evaluation',
  'e2e/attacks',
];

const inMessages = { allowNumber: true, allowBoolean: true, allowAny: false, allowNever: false, allowRegExp: false };
const typed = {
  '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as', objectLiteralTypeAssertions: 'never' }],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  '@typescript-eslint/no-unsafe-type-assertion': 'error',
  '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
  '@typescript-eslint/prefer-optional-chain': 'error',
  '@typescript-eslint/restrict-template-expressions': ['error', { ...inMessages, allowNullish: false }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  // A module of Nest is an empty class, and what a handler returns is checked against its schema, not against a class.
  '@typescript-eslint/no-extraneous-class': 'off',
  '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
  // `async` alone makes a rejection of what is thrown, as whoever holds a promise expects.
  '@typescript-eslint/require-await': 'off',
  // An arrow that hands on what a call gives, even if that is nothing, reads well.
  '@typescript-eslint/no-confusing-void-expression': 'off',
};

// What is long or winding is split before it is reviewed.
const packed = 'Write the entries out: a list or an object that is spread on the spot only packs lines.';
const small = {
  eqeqeq: 'error',
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
  'max-params': ['error', 4],
  'max-depth': ['error', 4],
  complexity: ['error', { max: 15, variant: 'modified' }],
  'no-restricted-syntax': [
    'error',
    { selector: 'ObjectExpression > SpreadElement > ObjectExpression', message: packed },
    { selector: 'ArrayExpression > SpreadElement > ArrayExpression', message: packed },
  ],
};

// A suite is one long function of many scenarios; Jest's matchers are `any`, and so is the body of an answer.
const inTests = {
  'max-lines-per-function': 'off',
  '@typescript-eslint/no-unsafe-argument': 'off',
  '@typescript-eslint/no-unsafe-assignment': 'off',
  '@typescript-eslint/no-unsafe-call': 'off',
  '@typescript-eslint/no-unsafe-member-access': 'off',
  '@typescript-eslint/no-unsafe-return': 'off',
  '@typescript-eslint/restrict-template-expressions': ['error', { ...inMessages, allowNullish: true, allowAny: true }],
  '@typescript-eslint/no-unsafe-type-assertion': 'off',
};

// Loops over typed arrays index within bounds that the type system does not know.
const inNumericCode = {
  '@typescript-eslint/no-non-null-assertion': 'off',
  '@typescript-eslint/restrict-template-expressions': ['error', { ...inMessages, allowNullish: true }],
};

export default eslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '**/.next/**',
      '**/generated/**',
      '**/.unblind/**',
      '**/next-env.d.ts',
      '**/test-results/**',
    ],
  },
  ...eslint.configs.recommended,
  { files: ['**/*.{js,cjs,mjs}'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: [typescript],
    extends: [eslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { ...typed, 'no-console': 'error' },
  },
  { files: [`**/*.{ts,tsx,js,cjs,mjs}`], rules: small },
  { files: tests, rules: inTests },
  // A scenario's parameters are the columns of its table, a route's are what their decorators ask for.
  { files: ['**/*.test.ts', '**/*.controller.ts'], rules: { 'max-params': 'off' } },
  { files: numeric.map((folder) => `${folder}/**/*.ts`), rules: inNumericCode },
  { files: ['apps/web/**/*.{ts,tsx}'], extends: [hooks.configs.flat['recommended-latest']] },
  {
    files: ['packages/cli/**', 'infra/**', 'scripts/**', '**/*.mjs', '**/bench/**', 'challenges/**/baselines/**'],
    rules: { 'no-console': 'off' },
  },
  ...Object.entries(imports).map(([folder, allowed]) => ({
    files: [`${folder}/**/*.{ts,tsx}`],
    ignores: ['**/*.test.ts', '**/test/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: everything
            .filter((name) => !allowed.includes(name))
            .map((name) => ({ name, message: `${folder} may import ${allowed.join(', ') || 'nothing of this repository'}.` })),
          patterns: [{ regex: '^@unblind/(?!tensors/browser$)[^/]+/', message: 'Import a package by its name, not by a path inside it.' }],
        },
      ],
    },
  })),
  {
    files: ['apps/api/src/**/*.ts'],
    ignores: [...tests, '**/*.repository.ts', 'apps/api/src/common/{platform.module,locks,tokens}.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [{ name: '@unblind/database', importNames: ['Database', 'Prisma', 'openDatabase'], message: inRepositories }],
          patterns: [{ regex: '/tokens$', importNames: ['DATABASE'], message: inRepositories }],
        },
      ],
    },
  },
  ...pureFolders.map((folder) => ({
    files: [`${folder}/**/*.ts`],
    ignores: ['**/*.test.ts'],
    rules: {
      ...impure,
      'no-restricted-imports': [
        'error',
        // Ciphers and hashes are pure functions too; only random numbers need them.
        {
          patterns: [
            {
              regex: `^(node:${folder === 'packages/random/src' ? '(?!crypto$)' : ''}|@unblind/(?!(contracts|random)$))`,
              message: 'This folder is pure.',
            },
          ],
        },
      ],
    },
  })),
  {
    // Ciphers and key derivation are functions of their arguments: as pure as the rest.
    files: ['packages/random/src/{counter-cipher,stream-key}.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
);
