import { formatPoints } from '@/lib/core/format-number';
import type { ContentChange } from './compare-content';
import type { GainShift } from './compare-gains';
import type { VersionComparison } from './compare-versions';

type Compared = Omit<VersionComparison, 'summary' | 'same'>;

const count = (n: number, one: string, many = `${one}s`) =>
  `${n.toLocaleString('en-US')} ${n === 1 ? one : many}`;

/** “a”, “a and b”, “a, b and c”. */
const listed = (parts: string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

/** The comparison in a few sentences, what readers ask first in front: the gains. */
export function summarise(compared: Compared): { summary: string; same: boolean } {
  const sentences = [
    gainsSentence(compared.gains),
    claimsSentence(compared),
    settingsSentence(compared),
    contentSentence(compared),
  ].filter((sentence) => sentence !== null);
  const names = `“${compared.before.name}” to “${compared.after.name}”`;
  const same = sentences.length === 0;
  return {
    same,
    summary: same
      ? `From ${names} nothing changed that is compared.`
      : `From ${names}: ${sentences.join(' ')}`,
  };
}

/** Over all benchmarks, by tasks: the line that stands for a condition. */
const isPooled = ({ benchmark, average }: GainShift) => benchmark === null && average === 'task-weighted';

function gainsSentence(gains: readonly GainShift[]): string | null {
  const pooled = gains.filter((shift) => isPooled(shift) && shift.change.value !== null);
  if (pooled.length === 0) return null;
  const moved = pooled.filter((shift) => shift.moved);
  const benchmarks = gains.filter((shift) => shift.benchmark !== null && shift.moved);
  const unseen =
    benchmarks.length > 0 ? `, though ${count(benchmarks.length, 'gain')} on single benchmarks moved` : '';
  if (moved.length === 0)
    return benchmarks.length === 0 ? null : `no gain over all benchmarks moved${unseen}.`;
  const most = moved.reduce((a, b) => (Math.abs(b.change.value!) > Math.abs(a.change.value!) ? b : a));
  const points = (shift: GainShift) =>
    `“${shift.condition}” from ${formatPoints(shift.before.estimate.value!)} to ${formatPoints(shift.after.estimate.value!)} points`;
  const crossed = moved.filter((shift) => shift.crossed).map(({ condition }) => `“${condition}”`);
  const sides =
    crossed.length > 0
      ? ` For ${listed(crossed)} the interval lies otherwise with respect to 0 than before.`
      : '';
  const of = `${moved.length} of ${count(pooled.length, 'gain')} over all benchmarks moved`;
  return `${of}, ${moved.length === 1 ? '' : 'most of all '}${points(most)}.${sides}`;
}

function claimsSentence({ claims }: Compared): string | null {
  const changed = claims.filter((claim) => claim.changed).length;
  const [added, removed] = (['after', 'before'] as const).map(
    (side) => claims.filter(({ madeBy }) => madeBy === side).length,
  );
  const parts = [
    ...(changed > 0 ? [`${count(changed, 'claim has', 'claims have')} another verdict`] : []),
    ...(added! > 0 ? [`${count(added!, 'claim is', 'claims are')} new`] : []),
    ...(removed! > 0 ? [`${count(removed!, 'claim was', 'claims were')} dropped`] : []),
  ];
  return parts.length > 0 ? `${sentenceCase(listed(parts))}.` : null;
}

function settingsSentence({ settingChanges }: Compared): string | null {
  if (settingChanges.length === 0) return null;
  const own = settingChanges.filter(({ condition }) => condition === null);
  const conditions = new Set(settingChanges.flatMap(({ condition }) => condition ?? []));
  const parts = own.map(
    ({ setting, before, after }) => `the ${setting} went from ${before ?? 'none'} to ${after ?? 'none'}`,
  );
  if (conditions.size > 0) parts.push(`settings of ${count(conditions.size, 'condition')} changed`);
  return `${sentenceCase(listed(parts))}.`;
}

function contentSentence(compared: Compared): string | null {
  const { conditions, outcomes } = compared;
  const changed = outcomes.counts.reduce((sum, one) => sum + one.changed, 0);
  const parts = [
    ...(conditions.added.length > 0 ? [`${count(conditions.added.length, 'condition')} added`] : []),
    ...(conditions.removed.length > 0 ? [`${count(conditions.removed.length, 'condition')} removed`] : []),
    ...changesOf(compared.tasks, 'task', 'tasks'),
    ...(changed > 0 ? [`${count(changed, 'outcome')} of a task under a condition changed`] : []),
    ...changesOf(compared.trials, 'trial', 'trials'),
    ...changesOf(compared.memories, 'memory', 'memories'),
  ];
  return parts.length > 0 ? `${sentenceCase(listed(parts))}.` : null;
}

function changesOf(
  { added, removed, changed }: ContentChange<unknown, unknown>,
  one: string,
  many: string,
): string[] {
  return Object.entries({ added, removed, changed }).flatMap(([what, list]) =>
    list.length > 0 ? [`${count(list.length, one, many)} ${what}`] : [],
  );
}

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
