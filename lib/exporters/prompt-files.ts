import { createHash } from 'node:crypto';
import type { StudyMapping } from '@/lib/importers/mapping/mapping';
import type { ArmPrompts } from '@/lib/queries/arm-prompts';

export interface PromptFile {
  /** Relative, with `/`. */
  path: string;
  text: string;
}

/** A name with its ending must stay below what file systems take. */
const longestName = 180;

/** A name that every file system takes, different for different names. */
export function fileName(name: string): string {
  const safe = name.replace(/^\.+|[^\w.-]+/g, (odd) => `~${Buffer.from(odd).toString('hex')}~`);
  if (safe.length <= longestName) return safe;
  return `${safe.slice(0, longestName)}~${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}

/** The name under which runs with an arm's prompts are imported: the setting in words, and which arm of which ablation. */
export const conditionOfArm = ({ ablationId, arm }: ArmPrompts): string =>
  `${arm.label} (${ablationId.slice(0, 8)}/${arm.index + 1})`;

/**
 * The prompts of an arm as files: one per task, a manifest of what each holds, and the mapping by which the runs that
 * use them find back to the arm.
 */
export function promptFiles(prompts: ArmPrompts): PromptFile[] {
  const { arm, tasks, ablationId, studyId, poolHash, codeVersion } = prompts;
  const { settings } = arm;
  const condition = conditionOfArm(prompts);
  const [onlyType] = settings.memoryTypes?.length === 1 ? settings.memoryTypes : [];
  const mapping: StudyMapping = {
    template: null,
    conditions: [
      {
        where: { label: condition },
        name: condition,
        settings: {
          ...(onlyType ? { memoryType: onlyType } : {}),
          scope: settings.scope,
          method: settings.method,
          topN: settings.topN,
        },
      },
    ],
    memoryTypes: [],
  };
  const listed = tasks.map(({ promptBlock: text, ...named }) => ({
    ...named,
    file: `prompts/${fileName(named.benchmark)}/${fileName(named.task)}.md`,
    text,
  }));
  const manifest = {
    condition,
    study: studyId,
    ablation: ablationId,
    arm: arm.index,
    setting: settings,
    poolHash,
    codeVersion,
    tasks: listed.map(({ text: _, ...named }) => named),
  };
  return [
    { path: 'manifest.json', text: `${JSON.stringify(manifest, null, 2)}\n` },
    { path: 'mapping.json', text: `${JSON.stringify(mapping, null, 2)}\n` },
    ...listed.map(({ file, text }) => ({ path: file, text: text === '' ? '' : `${text}\n` })),
  ];
}
