'use client';

import { useState } from 'react';
import { type Problem, sendJson } from '@/app/_components/send-json';
import { isAppError } from '@/lib/core/errors';
import type { MemoryType } from '@/lib/core/vocabulary';
import { type ConditionChoice, choiceOf, mappingOf } from '@/lib/importers/mapping/choices';
import type { FoundGroup } from '@/lib/importers/mapping/group-found';
import type { MemoryTypeRule, StudyMapping } from '@/lib/importers/mapping/mapping';
import { compileTemplate } from '@/lib/importers/mapping/path-template';
import type { MappingPreview, MemoryKind } from '@/lib/queries/surveys';

export interface MappingStart {
  /** The study's mapping: what is chosen here is added to it. */
  mapping: StudyMapping;
  preview: MappingPreview;
  kinds: MemoryKind[];
  /** Answers what a mapping would come to. */
  previewUrl: string;
}

const keyOf = ({ where }: Pick<FoundGroup, 'where'>) => JSON.stringify(Object.entries(where).sort());
const kindKey = ({ pool, originalType }: Pick<MemoryKind, 'pool' | 'originalType'>) =>
  JSON.stringify([pool, originalType]);

/** What somebody has chosen so far, and the mapping that says so. */
export function useChoices({ mapping, preview: first, kinds, previewUrl }: MappingStart) {
  const [preview, setPreview] = useState(first);
  const [template, setTemplate] = useState(mapping.template);
  const [choices, setChoices] = useState<ReadonlyMap<string, ConditionChoice>>(new Map());
  const [types, setTypes] = useState<ReadonlyMap<string, MemoryType>>(
    () => new Map(kinds.map((kind) => [kindKey(kind), typeBy(mapping.memoryTypes, kind)])),
  );
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  const choice = (group: FoundGroup) => choices.get(keyOf(group)) ?? choiceOf(group);
  const choose = (group: FoundGroup, change: Partial<ConditionChoice>) => {
    const next = new Map(choices);
    // There is one baseline: the others give it up.
    if (change.baseline) {
      for (const other of preview.groups) {
        if (choice(other).baseline) next.set(keyOf(other), { ...choice(other), baseline: false });
      }
    }
    next.set(keyOf(group), { ...choice(group), ...change });
    setChoices(next);
  };
  const applyTemplate = async (text: string) => {
    const wanted = text.trim() || null;
    const wrong = wanted === null ? null : problemOfTemplate(wanted);
    setProblem(wrong);
    if (wrong) return;
    setBusy(true);
    const answer = await sendJson<MappingPreview>('POST', previewUrl, {
      mapping: { ...mapping, template: wanted },
    });
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) return;
    setTemplate(wanted);
    setPreview(answer.value);
  };

  return {
    preview,
    template,
    applyTemplate,
    problem,
    busy,
    choice,
    choose,
    typeOf: (kind: MemoryKind) => types.get(kindKey(kind)) ?? kind.foundType,
    setType: (kind: MemoryKind, type: MemoryType) => setTypes(new Map(types).set(kindKey(kind), type)),
    changed: choices.size > 0,
    /** The mapping as chosen. */
    chosen: (): StudyMapping =>
      mappingOf(
        mapping,
        template,
        preview.groups.map((group) => ({ group, choice: choice(group) })),
        typeRules(mapping.memoryTypes, kinds, types),
      ),
  };
}

/** A template that cannot be read need not be sent to be told so. */
function problemOfTemplate(template: string): Problem | null {
  try {
    compileTemplate(template);
    return null;
  } catch (error) {
    if (isAppError(error)) return { code: error.code, message: error.message, hint: error.hint };
    throw error;
  }
}

export type Choices = ReturnType<typeof useChoices>;

function typeBy(rules: readonly MemoryTypeRule[], kind: MemoryKind): MemoryType {
  const same = rules.filter((rule) => rule.originalType === kind.originalType);
  const rule = same.find(({ pool }) => pool === kind.pool) ?? same.find(({ pool }) => pool === undefined);
  return rule?.type ?? kind.foundType;
}

/** A rule where somebody decided otherwise than the importer, or where an older rule has to be taken back. */
function typeRules(
  older: readonly MemoryTypeRule[],
  kinds: readonly MemoryKind[],
  types: ReadonlyMap<string, MemoryType>,
): MemoryTypeRule[] {
  return kinds.flatMap((kind) => {
    const { pool, originalType } = kind;
    const type = types.get(kindKey(kind)) ?? kind.foundType;
    return type === typeBy(older, kind) ? [] : [{ pool, originalType, type }];
  });
}
