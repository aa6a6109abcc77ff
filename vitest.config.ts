import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** Tests of pure code, which leave nothing behind: files share what they load, which halves the time they take. */
const pure = ['lib/{core,importers,exporters}/**/*.test.ts', 'app/**/*.test.ts'];

export default defineConfig({
  resolve: { alias: { '@': path.resolve(import.meta.dirname) } },
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores: a database process beside each of more than two files would only make them wait.
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['{lib,db,app,scripts,bench,bin}/**/*.test.ts'],
          exclude: pure,
          globalSetup: ['scripts/setup/test-programs.mjs', 'scripts/setup/test-postgres.ts'],
        },
      },
    ],
  },
});
