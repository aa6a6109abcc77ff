import { eq } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { condition } from '@/db/schema';
import type { ConditionProposal } from '@/lib/importers/importer';

/** Ids of conditions by their label or by one they had before; makes the missing ones. */
export async function findConditions(
  tx: Transaction,
  studyId: string,
  proposals: readonly ConditionProposal[],
): Promise<Map<string, string>> {
  const byLabel = new Map<string, ConditionProposal>();
  for (const p of proposals) if (!byLabel.has(p.label)) byLabel.set(p.label, p);
  if (byLabel.size === 0) return new Map();
  const known = await knownConditions(tx, studyId);
  const missing = [...byLabel.values()].filter((p) => !known.ids.has(p.label));
  if (missing.length === 0) return known.ids;
  await tx
    .insert(condition)
    .values(
      missing.map((p, i) => ({
        studyId,
        label: p.label,
        basis: p.basis,
        settings: p.settings,
        position: known.count + i,
      })),
    )
    .onConflictDoNothing();
  return (await knownConditions(tx, studyId)).ids;
}

async function knownConditions(tx: Transaction, studyId: string) {
  const rows = await tx
    .select({ id: condition.id, label: condition.label, aliases: condition.aliases })
    .from(condition)
    .where(eq(condition.studyId, studyId))
    .orderBy(condition.position, condition.label);
  const ids = new Map<string, string>();
  for (const row of rows) for (const alias of row.aliases) ids.set(alias, row.id);
  for (const row of rows) ids.set(row.label, row.id);
  return { ids, count: rows.length };
}
