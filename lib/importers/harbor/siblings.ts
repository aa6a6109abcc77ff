import type { SourceTree } from '../importer';
import { asName, asObject } from '../json-values';
import { inFolder } from '../source/disk-tree';
import { jsonAt } from '../source/json-at';
import { type AgentFacts, agentFacts } from './foreign';
import type { ListedTrial } from './listed-trials';

/** Harbor cuts task names to this many characters when it makes a trial's name. */
export const cutLength = 32;

export interface Siblings {
  taskNames: string[];
  agent: AgentFacts | null;
  source: string | null;
}

/** What the trials that do have folders know: whole task names, and the agent's name when the job's settings have none. */
export async function readSiblings(
  tree: SourceTree,
  folder: string,
  listed: readonly ListedTrial[],
): Promise<Siblings> {
  const siblings: Siblings = { taskNames: [], agent: null, source: null };
  const names = new Set<string>();
  for (const { name } of listed) {
    const result = asObject(await jsonAt(tree, inFolder(folder, `${name}/result.json`)));
    if (!result) continue;
    const task = asName(result.task_name);
    if (task) names.add(task);
    siblings.agent ??= agentFacts(asObject(result.agent_info), asObject(asObject(result.config)?.agent));
    siblings.source ??= asName(result.source);
  }
  return { ...siblings, taskNames: [...names] };
}

/** The one task whose name a cut one begins; null when none or several fit. */
export function fullName(stem: string, { taskNames }: Siblings): string | null {
  const fitting = taskNames.filter(
    (task) => task === stem || (stem.length >= cutLength && task.startsWith(stem)),
  );
  return fitting.length === 1 ? fitting[0]! : null;
}
