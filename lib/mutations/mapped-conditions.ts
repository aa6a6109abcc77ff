import { eq, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { condition, study } from '@/db/schema';
import type { ConditionSettings } from '@/lib/core/vocabulary';
import type { ConditionProposal } from '@/lib/importers/importer';
import type { StudyMapping } from '@/lib/importers/mapping/mapping';
import type { PlacedRow } from './place-stored-trials';

/** A name that a rule gives is that condition's own: no other condition is found by it any more. */
export async function freeNames(tx: Transaction, studyId: string, mapping: StudyMapping): Promise<void> {
  const names = new Set(mapping.conditions.map(({ name }) => name));
  const rows = await tx.select().from(condition).where(eq(condition.studyId, studyId));
  for (const { id, aliases } of rows) {
    const kept = aliases.filter((alias) => !names.has(alias));
    if (kept.length < aliases.length)
      await tx.update(condition).set({ aliases: kept }).where(eq(condition.id, id));
  }
}

/** A condition whose trials all go to one new name keeps its identity: links to it, its settings, its place. */
export async function renameMovedAsOne(
  tx: Transaction,
  studyId: string,
  trials: readonly PlacedRow[],
): Promise<void> {
  const labels = new Map<string, Set<string>>();
  const sources = new Map<string, Set<string>>();
  const proposals = new Map<string, ConditionProposal>();
  const add = (map: Map<string, Set<string>>, key: string, value: string) =>
    map.set(key, (map.get(key) ?? new Set()).add(value));
  for (const { conditionId, place } of trials) {
    add(labels, conditionId, place.condition.label);
    add(sources, place.condition.label, conditionId);
    proposals.set(place.condition.label, place.condition);
  }
  const rows = await tx.select().from(condition).where(eq(condition.studyId, studyId));
  const taken = new Set(rows.flatMap(({ label, aliases }) => [label, ...aliases]));
  for (const [id, targets] of labels) {
    const [label] = targets;
    if (label === undefined || targets.size > 1 || sources.get(label)!.size > 1 || taken.has(label)) continue;
    const { basis } = proposals.get(label)!;
    await tx.update(condition).set({ label, basis }).where(eq(condition.id, id));
  }
}

/** Writes what rules say into their conditions; what only the mapping before said goes back to what the logs say. */
export async function writeSettings(
  tx: Transaction,
  { before, after }: { before: StudyMapping; after: StudyMapping },
  proposals: ReadonlyMap<string, ConditionProposal>,
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const said = (mapping: StudyMapping) => {
    const byName = new Map<string, ConditionSettings>();
    for (const { name, settings } of mapping.conditions)
      byName.set(name, { ...settings, ...byName.get(name) });
    return byName;
  };
  const [were, are] = [said(before), said(after)];
  for (const [label, proposal] of proposals) {
    const withdrawn = Object.keys(were.get(label) ?? {});
    const added = are.get(label) ?? {};
    if (withdrawn.length + Object.keys(added).length === 0) continue;
    const found = Object.fromEntries(withdrawn.map((name) => [name, proposal.settings[name]]));
    const change = JSON.stringify({ ...found, ...added });
    const names = sql`array(select json_array_elements_text(${JSON.stringify(withdrawn)}::json))`;
    await tx
      .update(condition)
      .set({ settings: sql`(${condition.settings} - ${names}) || ${change}::jsonb` })
      .where(eq(condition.id, ids.get(label)!));
  }
}

/** The condition that a rule makes the baseline; else the baseline goes where most of its trials went. */
export async function moveBaseline(
  tx: Transaction,
  studyId: string,
  trials: readonly PlacedRow[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const [row] = await tx.select({ id: study.baselineConditionId }).from(study).where(eq(study.id, studyId));
  const named = trials.find(({ place }) => place.baseline)?.place.condition.label;
  const label = named ?? mostFrequent(trials.filter((t) => t.conditionId === row?.id).map(labelOf));
  const id = label === undefined ? undefined : ids.get(label);
  if (id === undefined || id === row?.id) return;
  await tx.update(study).set({ baselineConditionId: id }).where(eq(study.id, studyId));
}

const labelOf = ({ place }: PlacedRow) => place.condition.label;

function mostFrequent(labels: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
