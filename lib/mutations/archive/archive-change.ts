import { sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { importChange } from '@/db/schema';

/** The settings of a study that an archive may bring. */
export interface StudySettings {
  description: string;
  synthetic: boolean;
  passThreshold: number;
  baselineConditionId: string | null;
}

/** What an archive may say of a condition. */
export interface ConditionSaid {
  basis: string | null;
  settings: Record<string, unknown>;
  aliases: string[];
  position: number;
}

/** A condition that an archive's settings were taken over for. */
export interface ConditionChange {
  id: string;
  label: string;
  before: ConditionSaid;
  after: ConditionSaid;
}

/** What an archive's manifest changed in the study, beside the records of its parts: enough to take it back. */
export interface ManifestChange {
  /** Settings that were taken over, as they were and as they became. */
  settings: { before: Partial<StudySettings>; after: Partial<StudySettings> };
  claims: string[];
  conditions: ConditionChange[];
  /** Conditions without trials that it added. */
  added: string[];
}

/** What a share of an archive's notes added. */
export interface NotesChange {
  causes: { taskId: string; conditionId: string; judge: string }[];
  marks: { taskId: string; memoryId: string; judge: string }[];
}

export type ArchiveChangeKind = 'archive' | 'archive-notes';

/** A content hash as the id that import_change asks for. */
export const rowIdOf = (sha256: string, part = 0): string => {
  const hex = (BigInt(`0x${sha256.slice(0, 32)}`) ^ BigInt(part)).toString(16).padStart(32, '0');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

/** Whether this step of taking an archive over was done before the job was cut off. */
export async function isDone(
  tx: Transaction,
  importId: string,
  kind: ArchiveChangeKind,
  rowId: string,
): Promise<boolean> {
  const rows = await tx.execute(sql`
    select 1 from ${importChange} where import_id = ${importId}::uuid and kind = ${kind} and row_id = ${rowId}::uuid`);
  return rows.rows.length > 0;
}

/** Keeps what a step did. */
export async function keepChange(
  tx: Transaction,
  importId: string,
  kind: ArchiveChangeKind,
  rowId: string,
  before: ManifestChange | NotesChange,
): Promise<void> {
  await tx.insert(importChange).values({ importId, kind, rowId, before: { ...before } });
}
