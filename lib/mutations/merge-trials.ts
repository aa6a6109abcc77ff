import type { WritableTrial } from './records/writable';

/** Later facts win over earlier ones, but nothing never wins over something. */
function mergeTwo(earlier: WritableTrial, later: WritableTrial): WritableTrial {
  const merged: Record<string, unknown> = { ...earlier };
  for (const [field, value] of Object.entries(later)) {
    if (value !== null && value !== undefined) merged[field] = value;
  }
  return { ...(merged as unknown as WritableTrial), details: { ...earlier.details, ...later.details } };
}

/** Joins records that describe one trial seen from several files, keeping the order of first sight. */
export function mergeTrials(records: readonly WritableTrial[]): WritableTrial[] {
  const merged = new Map<string, WritableTrial>();
  for (const record of records) {
    const id = `${record.source}\u0000${record.externalId}`;
    const earlier = merged.get(id);
    merged.set(id, earlier ? mergeTwo(earlier, record) : record);
  }
  return [...merged.values()];
}
