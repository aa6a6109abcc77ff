'use client';

import { useId } from 'react';
import { countOf, formatCount } from '@/app/_components/format';
import { TableFrame } from '@/app/_components/table-frame';
import { memoryTypes, scopes } from '@/lib/core/vocabulary';
import type { ConditionChoice } from '@/lib/importers/mapping/choices';
import type { FoundGroup } from '@/lib/importers/mapping/group-found';
import { NumberField, withoutNoise } from './number-field';
import type { Choices } from './use-choices';

type Settings = ConditionChoice['settings'];

/** Every combination that the logs tell apart, with the condition it becomes. */
export function GroupTable({ choices, pools }: { choices: Choices; pools: string[] }) {
  const names = useId();
  const poolNames = useId();
  const { preview, choice, choose } = choices;
  const known = [...new Set([...preview.conditions, ...preview.groups.map((group) => choice(group).name)])];
  const perName = new Map<string, number>();
  for (const group of preview.groups) {
    const name = choice(group).name.trim();
    perName.set(name, (perName.get(name) ?? 0) + 1);
  }
  return (
    <>
      <datalist id={names}>
        {known.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <datalist id={poolNames}>
        {pools.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <TableFrame caption="Combinations of settings">
        <thead>
          <tr>
            <th scope="col">Condition</th>
            <th scope="col">What the logs say</th>
            <th scope="col" className="num">
              Trials
            </th>
            <th scope="col">Benchmarks</th>
            <th scope="col">Memory type</th>
            <th scope="col">Scope</th>
            <th scope="col">Method</th>
            <th scope="col">Top N</th>
            <th scope="col">Pool</th>
            <th scope="col">Share of it, %</th>
            <th scope="col">Source domains</th>
            <th scope="col">Baseline</th>
          </tr>
        </thead>
        <tbody>
          {preview.groups.map((group) => (
            <GroupRow
              key={JSON.stringify(group.where)}
              group={group}
              choice={choice(group)}
              choose={(change) => choose(group, change)}
              merged={perName.get(choice(group).name.trim()) ?? 1}
              lists={{ names, pools: poolNames }}
            />
          ))}
        </tbody>
      </TableFrame>
    </>
  );
}

interface RowProps {
  group: FoundGroup;
  choice: ConditionChoice;
  choose: (change: Partial<ConditionChoice>) => void;
  /** How many combinations have this name. */
  merged: number;
  lists: { names: string; pools: string };
}

function GroupRow({ group, choice, choose, merged, lists }: RowProps) {
  const { settings } = choice;
  const set = (change: { [K in keyof Settings]?: Settings[K] | undefined }) => {
    const next = { ...settings, ...change };
    for (const key of Object.keys(change) as (keyof Settings)[])
      if (next[key] === undefined) delete next[key];
    choose({ settings: next as Settings });
  };
  const of = `of ${group.proposed}`;
  return (
    <tr>
      <th scope="row" className="min-w-48 font-normal sm:min-w-64">
        <input
          className="field w-full"
          aria-label={`Condition for ${group.proposed}`}
          list={lists.names}
          value={choice.name}
          maxLength={200}
          required
          onChange={(e) => choose({ name: e.target.value })}
        />
        {merged > 1 ? (
          <span className="mt-0.5 block text-xs text-accent">{merged} combinations become one</span>
        ) : choice.name.trim() !== group.proposed ? (
          <span className="mt-0.5 block text-xs text-muted">proposed: {group.proposed}</span>
        ) : null}
      </th>
      <td className="min-w-56 max-w-80">
        <Facts group={group} />
        {group.examples[0] ? (
          <span
            className="mt-0.5 block truncate font-mono text-2xs text-faint"
            title={group.examples.join('\n')}
          >
            {group.examples[0]}
          </span>
        ) : null}
      </td>
      <td className="num">{formatCount(group.trials)}</td>
      <td className="min-w-32">
        {group.benchmarks.length === 1 ? (
          <input
            className="field w-36"
            aria-label={`Benchmark ${of}`}
            value={choice.benchmark ?? group.benchmarks[0]!.name}
            maxLength={200}
            onChange={(e) => choose({ benchmark: e.target.value })}
          />
        ) : (
          <span title={group.benchmarks.map((b) => `${b.name}: ${b.trials}`).join('\n')}>
            {countOf(group.benchmarks.length, 'benchmark')}
          </span>
        )}
      </td>
      <td>
        <select
          aria-label={`Memory type ${of}`}
          className="field"
          value={settings.memoryType ?? ''}
          onChange={(e) => set({ memoryType: (e.target.value || undefined) as Settings['memoryType'] })}
        >
          <option value="">not said</option>
          <option value="none">none</option>
          {memoryTypes.map((type) => (
            <option key={type}>{type}</option>
          ))}
        </select>
      </td>
      <td>
        <select
          aria-label={`Scope ${of}`}
          className="field"
          value={settings.scope ?? ''}
          onChange={(e) => set({ scope: (e.target.value || undefined) as Settings['scope'] })}
        >
          <option value="">not said</option>
          {scopes.map((scope) => (
            <option key={scope}>{scope}</option>
          ))}
        </select>
      </td>
      <td>
        <input
          className="field w-28"
          aria-label={`Retrieval method ${of}`}
          placeholder="not said"
          value={settings.method ?? ''}
          maxLength={80}
          onChange={(e) => set({ method: e.target.value || undefined })}
        />
      </td>
      <td>
        <NumberField
          label={`Memories in the prompt ${of}`}
          value={settings.topN}
          read={(n) => Math.max(1, Math.floor(n))}
          onChange={(topN) => set({ topN })}
        />
      </td>
      <td>
        <input
          className="field w-36"
          aria-label={`Pool ${of}`}
          list={lists.pools}
          placeholder="not said"
          value={settings.pool ?? ''}
          maxLength={200}
          onChange={(e) => set({ pool: e.target.value || undefined })}
        />
      </td>
      <td>
        <NumberField
          label={`Share of the pool in percent ${of}`}
          value={settings.poolFraction === undefined ? undefined : withoutNoise(settings.poolFraction * 100)}
          read={(n) => withoutNoise(Math.min(100, Math.max(0.01, n)) / 100)}
          onChange={(poolFraction) => set({ poolFraction })}
        />
      </td>
      <td>
        <NumberField
          label={`Source domains of the pool ${of}`}
          value={settings.sourceDomains}
          read={(n) => Math.max(1, Math.floor(n))}
          onChange={(sourceDomains) => set({ sourceDomains })}
        />
      </td>
      <td>
        <input
          type="radio"
          name="baseline"
          className="mx-auto block size-4 accent-accent"
          aria-label={`${group.proposed} is the baseline`}
          checked={choice.baseline}
          onChange={() => choose({ baseline: true })}
        />
      </td>
    </tr>
  );
}

/** The facts by which a rule knows this group; the label only where it says more than the proposed name. */
function Facts({ group: { where, proposed } }: { group: FoundGroup }) {
  const facts = Object.entries(where).filter(([name, value]) => name !== 'label' || value !== proposed);
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-2 text-xs">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-faint">{name}</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
