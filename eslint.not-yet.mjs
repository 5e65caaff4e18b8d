// Rules that a folder does not keep yet; each line goes when its count is zero.
export const notYet = [
  ['@typescript-eslint/no-deprecated', 'apps/web'],
  ['@typescript-eslint/no-meaningless-void-operator', 'apps/web'],
  ['@typescript-eslint/no-misused-spread', 'scoring'],
  ['@typescript-eslint/no-unnecessary-type-assertion', 'scoring'],
  ['@typescript-eslint/no-unnecessary-type-conversion', 'apps/web'],
  ['@typescript-eslint/no-unnecessary-type-parameters', 'scoring'],
  ['@typescript-eslint/no-unsafe-type-assertion', 'scoring'],
  ['@typescript-eslint/prefer-optional-chain', 'apps/web'],
  ['@typescript-eslint/restrict-template-expressions', 'apps/web', 'scoring'],
  ['@typescript-eslint/unbound-method', 'apps/web'],
  ['complexity', 'apps/web', 'scoring'],
  ['max-params', 'scoring'],
  ['react-hooks/exhaustive-deps', 'apps/web'],
];
