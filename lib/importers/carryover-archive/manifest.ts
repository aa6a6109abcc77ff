import { z } from 'zod';

/** A condition of the study, as it was set. */
const archivedCondition = z.object({
  label: z.string().min(1),
  settings: z.record(z.string(), z.unknown()),
  /** How the label came about; null where a person named it. */
  basis: z.string().nullable(),
  aliases: z.array(z.string()),
});

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
  /** In the study's order, those without trials among them. */
  conditions: z.array(archivedCondition).max(10_000).default([]),
  /** Carryover JSON Lines, and notes; each with the SHA-256 of its bytes. */
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
export type ArchivedCondition = ArchiveManifest['conditions'][number];
export type ArchivePart = ArchiveManifest['parts'][number];

/** The parts that hold notes; they are read once everything that they speak of is there. */
export const isNotesPart = (path: string): boolean => path.startsWith('notes-');
