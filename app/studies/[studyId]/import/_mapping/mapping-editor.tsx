'use client';

import type { ReactNode } from 'react';
import { countOf } from '@/app/_components/format';
import { Panel } from '@/app/_components/panel';
import type { StudyMapping } from '@/lib/importers/mapping/mapping';
import { GroupTable } from './group-table';
import { MemoryKinds } from './memory-kinds';
import { TemplateField } from './template-field';
import { type MappingStart, useChoices } from './use-choices';

/** Conditions, benchmarks, attempts and memory types, as the logs propose them and as somebody wants them. */
export function MappingEditor({
  start,
  pools,
  children,
}: {
  start: MappingStart;
  pools: string[];
  /** What can be done with the mapping as chosen. */
  children: (mapping: () => StudyMapping) => ReactNode;
}) {
  const choices = useChoices(start);
  const { groups, trials } = choices.preview;
  return (
    <div className="space-y-5">
      {trials > 0 ? (
        <Panel
          title={`Conditions: ${countOf(groups.length, 'combination')} in ${countOf(trials, 'trial')}`}
          note="Everything the logs tell apart is proposed as a condition. Give several the same name to make them one; a path splits what they leave together. What is left as it is needs no answer."
        >
          <div className="space-y-4">
            <TemplateField choices={choices} />
            <GroupTable choices={choices} pools={pools} />
          </div>
        </Panel>
      ) : null}
      {start.kinds.length > 0 ? (
        <Panel
          title="Kinds of memory"
          note="Other systems name their memories in their own words. How each is read is proposed here and can be changed later."
        >
          <MemoryKinds kinds={start.kinds} choices={choices} />
        </Panel>
      ) : null}
      {children(choices.chosen)}
    </div>
  );
}
