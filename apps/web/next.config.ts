import { join } from 'node:path';
import type { NextConfig } from 'next';

const repositoryRoot = join(__dirname, '../..');

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: repositoryRoot,
  // The parser's build for browsers, which brings its own streams.
  turbopack: { root: repositoryRoot, resolveAlias: { 'csv-parse': { browser: 'csv-parse/browser/esm' } } },
  transpilePackages: ['@unblind/contracts', '@unblind/npy', '@unblind/onnx-inspect', '@unblind/plots', '@unblind/tensors'],
  poweredByHeader: false,
  devIndicators: false,
  agentRules: false,
  // `npm run typecheck` checks the types; skipping them here makes the first start faster.
  typescript: { ignoreBuildErrors: true },
  async headers() {
    return [
      {
        source: '/:path*',
        headers: [
          { key: 'X-Content-Type-Options', value: 'nosniff' },
          { key: 'Referrer-Policy', value: 'same-origin' },
        ],
      },
    ];
  },
};

export default config;
