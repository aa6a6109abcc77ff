import { z } from 'zod';

/** The file of an archive that lists the others. */
export const manifestName = 'carryover-archive.json';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What an archive of a study says of itself: its parts with their hashes, and what its lines cannot say. */
export const archiveManifest = z.object({
  format: z.literal('carryover-archive'),
  version: z.literal(1),
  study: z.object({
    name: z.string(),
    description: z.string(),
    synthetic: z.boolean(),
    passThreshold: z.number(),
    /** By label; null where none was chosen. */
    baseline: z.string().nullable(),
  }),
  /** Carryover JSON Lines, each with the SHA-256 of its bytes. */
  parts: z
    .array(
      z.object({ path: z.string().regex(/^[a-z]+-\d{4}\.jsonl$/), sha256, bytes: z.int(), lines: z.int() }),
    )
    .max(100_000),
  /** The statements of the study's claims. */
  claims: z.array(z.record(z.string(), z.unknown())).max(10_000),
  /** How much of what is in the study an archive does not hold, by name. */
  leftOut: z.record(z.string(), z.int()),
  codeVersion: z.string(),
});

export type ArchiveManifest = z.output<typeof archiveManifest>;
export type ArchivePart = ArchiveManifest['parts'][number];
