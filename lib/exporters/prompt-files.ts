import { createHash } from 'node:crypto';
import type { StudyMapping } from '@/lib/importers/mapping/mapping';
import type { PromptArm, TaskPrompt } from '@/lib/queries/arm-prompts';

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
export const conditionOfArm = ({ ablationId, arm }: PromptArm): string =>
  `${arm.label} (${ablationId.slice(0, 8)}/${arm.index + 1})`;

/** What an agent's prompt gets for one task. */
export const promptFile = ({ benchmark, task, promptBlock }: TaskPrompt): PromptFile => ({
  path: `prompts/${fileName(benchmark)}/${fileName(task)}.md`,
  text: promptBlock === '' ? '' : `${promptBlock}\n`,
});

/** The mapping by which runs that use an arm's prompts find back to it. */
export function mappingFile(head: PromptArm): PromptFile {
  const { settings } = head.arm;
  const condition = conditionOfArm(head);
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
  return { path: 'mapping.json', text: `${JSON.stringify(mapping, null, 2)}\n` };
}

/** A task as the manifest lists it: where its prompt is and what it holds, without the text. */
export interface ListedPrompt extends Omit<TaskPrompt, 'promptBlock'> {
  file: string;
}

/** What each prompt of an arm holds. Written last: where it is, the prompts are all there. */
export function manifestFile(head: PromptArm, tasks: readonly ListedPrompt[]): PromptFile {
  const { arm, ablationId, studyId, poolHash, codeVersion } = head;
  const manifest = {
    condition: conditionOfArm(head),
    study: studyId,
    ablation: ablationId,
    arm: arm.index,
    setting: arm.settings,
    poolHash,
    codeVersion,
    tasks,
  };
  return { path: 'manifest.json', text: `${JSON.stringify(manifest, null, 2)}\n` };
}
