import eslint from 'typescript-eslint';

// Who may import whom, lowest first. A folder may import what it names, and nothing else of this repository.
const contracts = ['@unblind/contracts'];
const pure = [...contracts];
const imports = {
  'packages/contracts': [],
  scoring: pure,
  'packages/simulation': [],
  'packages/onnx-inspect': contracts,
  'packages/tensors': contracts,
  'packages/sandbox': contracts,
  'packages/storage': contracts,
  'packages/queue': contracts,
  'packages/database': contracts,
  challenges: [...contracts, '@unblind/simulation', '@unblind/tensors'],
  'packages/evaluation': [
    ...contracts,
    '@unblind/onnx-inspect',
    '@unblind/sandbox',
    '@unblind/scoring',
    '@unblind/simulation',
    '@unblind/tensors',
  ],
  'packages/importers': [...contracts, '@unblind/challenges', '@unblind/simulation', '@unblind/tensors'],
  'packages/cli': [
    ...contracts,
    '@unblind/challenges',
    '@unblind/evaluation',
    '@unblind/importers',
    '@unblind/onnx-inspect',
    '@unblind/sandbox',
    '@unblind/scoring',
    '@unblind/tensors',
  ],
  'apps/api': [
    ...contracts,
    '@unblind/challenges',
    '@unblind/database',
    '@unblind/onnx-inspect',
    '@unblind/queue',
    '@unblind/scoring',
    '@unblind/storage',
  ],
  'apps/runner': [
    ...contracts,
    '@unblind/challenges',
    '@unblind/database',
    '@unblind/evaluation',
    '@unblind/onnx-inspect',
    '@unblind/queue',
    '@unblind/sandbox',
    '@unblind/scoring',
    '@unblind/storage',
    '@unblind/tensors',
  ],
  'apps/web': [...contracts, '@unblind/onnx-inspect'],
  'infra/embedded': [...contracts, '@unblind/database'],
};
const everything = [...new Set(Object.keys(imports).map((folder) => `@unblind/${folder.split('/').at(-1)}`))];

// Numbers in, numbers out: no I/O, no framework, no clock, no unseeded randomness.
const pureFolders = ['scoring/src', 'packages/simulation/src'];
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
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as', objectLiteralTypeAssertions: 'never' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['**/*.{js,cjs,mjs}'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['packages/cli/**', 'infra/**', 'scripts/**', '**/*.mjs', '**/bench/**', 'challenges/**/baselines/**'],
    rules: { 'no-console': 'off' },
  },
  ...Object.entries(imports).map(([folder, allowed]) => ({
    files: [`${folder}/**/*.{ts,tsx}`],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: everything
            .filter((name) => !allowed.includes(name))
            .map((name) => ({ name, message: `${folder} may import ${allowed.join(', ') || 'nothing of this repository'}.` })),
          patterns: [{ regex: '^@unblind/[^/]+/', message: 'Import a package by its name, not by a path inside it.' }],
        },
      ],
    },
  })),
  ...pureFolders.map((folder) => ({
    files: [`${folder}/**/*.ts`],
    ignores: ['**/*.test.ts'],
    rules: {
      ...impure,
      'no-restricted-imports': ['error', { patterns: [{ regex: '^(node:|@unblind/(?!contracts$))', message: 'This folder is pure.' }] }],
    },
  })),
);
