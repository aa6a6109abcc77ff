import {
  defineImporter,
  type ImportedRecord,
  type MemoryRecord,
  type SourceFile,
  type SourceTree,
} from '../importer';
import { asList, asName, asObject, asText, inWords, type JsonObject } from '../json-values';
import { DraftedPool, type MemoryDraft } from '../pools/memory-draft';
import { verdict } from '../pools/verdict';
import { folderOf } from '../source/disk-tree';
import { unnamedBenchmark } from '../unnamed-benchmark';
import { rewritten } from './rewritten';

const stages = ['perspective', 'positioning', 'modification'] as const;
const instanceName = /^[\w.-]+__[\w.-]+-\d+$/;

/**
 * What SWE-Exp retrieved for one issue: the experiences of earlier issues, and how they were rewritten for this one.
 *
 * An experience retells what went right or wrong on its own issue, by stage (how it was seen, where and how it was
 * changed), and names that issue's code: a summary. Each stage is a memory, as SWE-Exp hands them out one by one; the file
 * is also the retrieval of the issue it was written for.
 */
export const sweExp = defineImporter({
  id: 'swe-exp',
  label: 'SWE-Exp experience',

  async recognises(file) {
    const root = file.kind === 'json' ? asObject(await file.json()) : null;
    return asObject(root?.old_experiences) !== null;
  },

  async *read(file, { tree }): AsyncGenerator<ImportedRecord> {
    const root = asObject(await file.json()) ?? {};
    const pool = new DraftedPool(poolOf(file, tree));
    const found: { memory: MemoryRecord; rank: number }[] = [];
    for (const [i, [instance, given]] of Object.entries(asObject(root.old_experiences) ?? {}).entries()) {
      const drafts = toDrafts(instance, asObject(given) ?? {});
      const where = `old_experiences.${instance}`;
      if (drafts.length === 0) yield { kind: 'rejection', where, reason: 'it holds no experience' };
      for (const draft of drafts) found.push({ memory: pool.toRecord(draft), rank: i + 1 });
    }
    for (const { memory } of found) yield memory;
    const task = issueOf(file, root);
    if (task && found.length > 0) yield toRetrieval(task, root, found);
  },
});

/** Each issue has a file with what it was given of one bank of experiences, so the bank is named for the folder around. */
function poolOf(file: SourceFile, tree: SourceTree): string {
  const folders = [tree.name, ...folderOf(file.path).split('/')].filter(
    (folder) => folder !== '' && !instanceName.test(folder),
  );
  return folders.slice(-2).join('/') || 'SWE-Exp';
}

function toDrafts(instance: string, experience: JsonObject): MemoryDraft[] {
  const issue = asName(experience.issue);
  return stages.flatMap((stage) => {
    const lessons = (asList(experience[stage]) ?? [experience[stage]]).map((lesson) =>
      inWords(lesson).trim(),
    );
    const content = lessons.filter(Boolean).map((lesson) => `- ${lesson}`);
    if (content.length === 0) return [];
    return {
      id: `${instance}/${stage}`,
      type: 'summary' as const,
      originalType: stage,
      title: `${stage} of ${instance}`,
      description: issue ?? '',
      content: content.join('\n'),
      keyText: issue ?? instance,
      sourceTask: instance,
      sourceTaskText: issue,
      success: verdict(experience.flag),
    };
  });
}

/** The issue that the experiences were fetched for: its folder is named for it, and so is that of its trajectory. */
function issueOf(file: SourceFile, root: JsonObject): string | null {
  const folders = [asText(root.trajectory) ?? '', file.path].flatMap((path) => path.split('/').slice(0, -1));
  return folders.findLast((folder) => instanceName.test(folder)) ?? instanceIn(file.path);
}

const instanceIn = (path: string): string | null =>
  /^[\w-]+__[\w-]+-\d+/.exec(path.slice(path.lastIndexOf('/') + 1))?.[0] ?? null;

function toRetrieval(
  task: string,
  root: JsonObject,
  found: readonly { memory: MemoryRecord; rank: number }[],
): ImportedRecord {
  const texts = rewritten(root.HET);
  return {
    kind: 'retrieval',
    benchmark: unnamedBenchmark,
    task,
    trial: null,
    retrieval: {
      query: null,
      method: null,
      hits: found.map(({ memory, rank }, i) => ({
        rank: i + 1,
        score: null,
        memoryExternalId: memory.externalId,
        text: texts.get(`${memory.originalType}/${rank}`) ?? memory.content,
      })),
    },
  };
}
