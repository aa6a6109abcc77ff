import { asc, eq, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { condition } from '@/db/schema';
import { withoutNothing } from '@/lib/exporters/archive/archive-lines';
import type { ArchivedCondition } from '@/lib/importers/carryover-archive/manifest';
import type { ConditionChange, ConditionSaid } from './archive-change';
import type { Note } from './take-over-manifest';

export interface TakenConditions {
  conditions: ConditionChange[];
  added: string[];
  /** The id of the condition that goes, or went, by a label; null when there is none. */
  labelOf(label: string): string | null;
}

/**
 * Gives conditions the settings, names and order that an archive says. Those that hold trials of other imports are left as
 * they are; the order, and conditions without trials, are taken over by a study that held nothing before.
 */
export async function takeOverConditions(
  tx: Transaction,
  { studyId, importId }: { studyId: string; importId: string },
  given: readonly ArchivedCondition[],
  isNew: boolean,
  notes: Note[],
): Promise<TakenConditions> {
  const own = await tx
    .select({
      id: condition.id,
      label: condition.label,
      basis: condition.basis,
      settings: condition.settings,
      aliases: condition.aliases,
      position: condition.position,
      elsewhere: sql<boolean>`exists (select 1 from trial t where t.condition_id = "condition"."id"
        and t.import_id is distinct from ${importId}::uuid)`,
    })
    .from(condition)
    .where(eq(condition.studyId, studyId))
    .orderBy(asc(condition.position), asc(condition.label));
  const found = (label: string) =>
    own.find((one) => one.label === label) ?? own.find(({ aliases }) => aliases.includes(label)) ?? null;
  const ids = new Map<string, string>();
  const changes: ConditionChange[] = [];
  const added: string[] = [];
  for (const [place, { label, settings, basis, aliases }] of given.entries()) {
    const one = found(label);
    if (!one) {
      if (!isNew) continue;
      const [made] = await tx
        .insert(condition)
        .values({ studyId, label, settings, basis, aliases: free(aliases, own), position: place })
        .returning({ id: condition.id });
      ids.set(label, made!.id);
      added.push(made!.id);
      continue;
    }
    ids.set(label, one.id);
    if (one.elsewhere || one.label !== label) {
      if (JSON.stringify(withoutNothing(one.settings)) !== JSON.stringify(withoutNothing(settings)))
        notes.push({
          where: `conditions.${label}`,
          message: `it says other settings than “${one.label}” has, which stay`,
        });
      continue;
    }
    const others = own.filter((other) => other !== one);
    const after: ConditionSaid = {
      settings,
      basis,
      aliases: [...new Set([...one.aliases, ...free(aliases, others)])],
      position: isNew ? place : one.position,
    };
    await tx.update(condition).set(after).where(eq(condition.id, one.id));
    changes.push({ id: one.id, label, before: said(one), after });
  }
  return { conditions: changes, added, labelOf: (label) => ids.get(label) ?? found(label)?.id ?? null };
}

const said = ({ basis, settings, aliases, position }: ConditionSaid): ConditionSaid => ({
  basis,
  settings,
  aliases,
  position,
});

/** Names that no other condition goes or went by. */
const free = (
  aliases: readonly string[],
  others: readonly { label: string; aliases: string[] }[],
): string[] =>
  aliases.filter((alias) => !others.some((one) => one.label === alias || one.aliases.includes(alias)));
