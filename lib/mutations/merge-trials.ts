import type { TrialRecord } from '@/lib/importers/importer';

/** Later facts win over earlier ones, but nothing never wins over something. */
function mergeTwo(earlier: TrialRecord, later: TrialRecord): TrialRecord {
  const merged: Record<string, unknown> = { ...earlier };
  for (const [field, value] of Object.entries(later)) {
    if (value !== null && value !== undefined) merged[field] = value;
  }
  return { ...(merged as unknown as TrialRecord), details: { ...earlier.details, ...later.details } };
}

/** Joins records that describe one trial seen from several files, keeping the order of first sight. */
export function mergeTrials(records: readonly TrialRecord[]): TrialRecord[] {
  const merged = new Map<string, TrialRecord>();
  for (const record of records) {
    const id = `${record.source}\u0000${record.externalId}`;
    const earlier = merged.get(id);
    merged.set(id, earlier ? mergeTwo(earlier, record) : record);
  }
  return [...merged.values()];
}
