import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { laterFormats } from './formats-to-come';
import { importers } from './index';

/** Folders that hold parts of importers rather than one. */
const parts = ['fuzz', 'mapping', 'pickle', 'pools', 'source', 'steps'];

it('lists every importer folder', () => {
  const folders = readdirSync(path.join(import.meta.dirname), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !parts.includes(entry.name))
    .map(({ name }) => ({ 'swe-bench': 'swe-bench-report', judge: 'llm-judge' })[name] ?? name);
  expect(Object.keys(importers).sort()).toEqual(folders.sort());
  for (const [id, importer] of Object.entries(importers)) expect(importer.id).toBe(id);
});

it('names each format that is to come', () => {
  for (const { id, label } of laterFormats) {
    expect(id).toMatch(/^[a-z-]+$/);
    expect(Object.keys(importers)).not.toContain(id);
    expect(label.length).toBeGreaterThan(3);
  }
});
