import path from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': path.resolve(import.meta.dirname) } },
  test: {
    include: ['{lib,db,app,scripts,bench,bin}/**/*.test.ts'],
    globalSetup: ['scripts/setup/test-programs.mjs', 'scripts/setup/test-postgres.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores: a database process beside each of more than two files would only make them wait.
    maxWorkers: 2,
  },
});
