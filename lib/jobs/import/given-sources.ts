import path from 'node:path';
import { z } from 'zod';

const folder = z.object({
  kind: z.literal('folder'),
  path: z
    .string()
    .min(1)
    .refine((p) => path.isAbsolute(p), 'must be an absolute path'),
});
const upload = z.object({
  kind: z.literal('upload'),
  artefact: z.string().regex(/^[0-9a-f]{64}$/, 'must be a content hash'),
  name: z.string().min(1).max(1000),
});
const only = { only: z.array(z.string().min(1)).min(1).max(100_000).optional() };

/** What an import reads, as requests, job inputs and the database hold it. */
export const importSource = z.discriminatedUnion('kind', [folder.extend(only), upload.extend(only)]);

/** The same as people write it: folders by their paths alone, or sources in full. */
export const givenSources = z
  .object({
    paths: z.array(folder.shape.path).default([]),
    sources: z.array(importSource).default([]),
    condition: z.string().trim().min(1).max(200).nullable().default(null),
  })
  .transform(({ paths, sources, condition }) => ({
    sources: [...paths.map((p) => ({ kind: 'folder' as const, path: p })), ...sources],
    conditionLabel: condition,
  }))
  .refine(({ sources }) => sources.length > 0, 'Say what to read: paths or sources.');

/** What an import of these sources is called. */
export const labelOf = (sources: readonly z.output<typeof importSource>[]): string =>
  sources.map((source) => (source.kind === 'folder' ? source.path : source.name)).join(', ');
