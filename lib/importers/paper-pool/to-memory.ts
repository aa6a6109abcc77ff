import type { MemoryRecord } from '../importer';
import { asList, asName, asNumber, asObject, inWords, type JsonObject } from '../json-values';
import { firstLine } from '../pools/first-line';
import { verdict } from '../pools/verdict';
import { settingsWithoutSecrets } from '../without-secrets';

export type PoolKind = 'insight' | 'workflow' | 'summary' | 'trajectory' | 'local' | 'old insight';

/** An entry as a memory, before its pool gives it an identity and its vectors. */
export type MappedMemory = Omit<MemoryRecord, 'kind' | 'pool' | 'externalId' | 'embeddings'>;

/** What an entry is, by its content: file names differ between the writer and the reader of one pool. */
export function poolKind(entry: unknown): PoolKind | null {
  const fields = asObject(entry);
  if (!fields) return null;
  if (partsOf(fields, 'insight')) return 'insight';
  if (partsOf(fields, 'workflow')) return 'workflow';
  if (partsOf(fields, 'summary') || typeof fields.task_summary === 'string') return 'summary';
  if (Array.isArray(fields.trajectory) || (Array.isArray(fields.commands) && fields.type === 'trajectory'))
    return 'trajectory';
  if ('when_to_use' in fields && 'experience' in fields) return 'local';
  if ('title' in fields && 'content' in fields) return 'old insight';
  return null;
}

/** A model writes these as JSON, and sometimes as a list of one, or (where the entry says what it is) as mere text. */
function partsOf(fields: JsonObject, kind: 'insight' | 'workflow' | 'summary'): JsonObject | null {
  const held = fields[kind];
  const list = asList(held);
  if (list) return list.length === 1 ? asObject(list[0]) : null;
  const text = fields.type === kind ? asName(held) : null;
  return text === null ? asObject(held) : { [textKeys[kind]]: text };
}

const textKeys = { insight: 'content', workflow: 'workflow', summary: 'experience_summary' } as const;

/**
 * Maps an entry of the paper's pools, of the writer's layout or the reader's, to a memory.
 *
 * @returns null when it is none of the known kinds, or has no text at all
 */
export function toMemory(entry: unknown): MappedMemory | null {
  const fields = asObject(entry);
  const kind = poolKind(fields);
  if (!fields || !kind) return null;
  const text = texts[kind](fields);
  if (!text.title && !text.content) return null;
  const title = text.title || firstLine(text.content);
  return {
    ...text,
    title,
    keyText: text.keyText || title,
    sourceBenchmark: asName(fields.benchmark),
    sourceTask: asName(fields.task_name),
    sourceTaskText: asName(fields.task) ?? asName(fields.task_query),
    success: verdict(fields.llm_judge) ?? verdict(fields.judgement),
    utility: asNumber(fields.util_score),
    details: settingsWithoutSecrets(othersOf(fields, kind)) ?? {},
  };
}

const readKeys = [
  ...['benchmark', 'task_name', 'task', 'type', 'llm_judge', 'judgement', 'util_score'],
  ...['key_embedding', 'embedding', 'generalized_query_embedding'],
];
const textKeysOf: Record<PoolKind, readonly string[]> = {
  insight: ['insight'],
  'old insight': ['title', 'description', 'content'],
  workflow: ['workflow'],
  summary: ['summary', 'task_summary', 'experience_summary'],
  trajectory: ['trajectory'],
  local: ['when_to_use', 'experience', 'generalized_query', 'task_query'],
};

const keysOf = new Map(
  Object.entries(textKeysOf).map(([kind, texts]) => [kind, new Set([...readKeys, ...texts])]),
);

/** What the mapping has no word for: tags, counts of use, the commands behind a summary. */
function othersOf(fields: JsonObject, kind: PoolKind): JsonObject {
  const known = keysOf.get(kind);
  const isContent = kind === 'trajectory' && !asList(fields.trajectory);
  const others: JsonObject = {};
  for (const key of Object.keys(fields)) {
    const value = fields[key];
    if (known?.has(key) || (isContent && key === 'commands')) continue;
    if (value !== null && value !== undefined) others[key] = value;
  }
  return others;
}

type Texts = Pick<MappedMemory, 'type' | 'title' | 'description' | 'content' | 'keyText'>;

const texts: Record<PoolKind, (fields: JsonObject) => Texts> = {
  insight: (fields) => insight(partsOf(fields, 'insight')!),
  'old insight': insight,
  workflow: (fields) => {
    const { goal, workflow: steps } = partsOf(fields, 'workflow')!;
    const aim = inWords(goal).trim();
    return {
      type: 'workflow',
      title: firstLine(aim),
      description: aim,
      content: numbered(steps),
      keyText: aim,
    };
  },
  summary: (fields) => {
    const parts = partsOf(fields, 'summary') ?? fields;
    const about = inWords(parts.task_summary).trim();
    const content = inWords(parts.experience_summary).trim();
    return { type: 'summary', title: firstLine(about), description: about, content, keyText: about };
  },
  trajectory: (fields) => {
    const task = inWords(fields.task).trim();
    const content = asList(fields.trajectory)
      ? turns(asList(fields.trajectory)!)
      : commands(asList(fields.commands) ?? []);
    return { type: 'trajectory', title: firstLine(task), description: task, content, keyText: task };
  },
  // Never used in the paper. It is a lesson with the occasion for it, which is what an insight is.
  local: (fields) => ({
    type: 'insight',
    title: firstLine(inWords(fields.when_to_use).trim()),
    description: inWords(fields.when_to_use).trim(),
    content: inWords(fields.experience).trim(),
    keyText: inWords(fields.generalized_query).trim(),
  }),
};

function insight(fields: JsonObject): Texts {
  const title = inWords(fields.title).trim();
  const description = inWords(fields.description).trim();
  return { type: 'insight', title, description, content: inWords(fields.content).trim(), keyText: title };
}

/** Steps were to be a list, but a model wrote them and sometimes wrote a text. */
const numbered = (steps: unknown): string => {
  const list = asList(steps);
  if (!list) return inWords(steps).trim();
  return list
    .map((step, i) => (/^\s*\d+[.)]/.test(inWords(step)) ? inWords(step) : `${i + 1}. ${inWords(step)}`))
    .join('\n');
};

const turns = (trajectory: readonly unknown[]): string =>
  trajectory
    .map((turn) => {
      const fields = asObject(turn);
      return fields
        ? `[${asName(fields.role) ?? '?'}] ${inWords(fields.message ?? fields.content)}`
        : inWords(turn);
    })
    .join('\n\n');

const commands = (list: readonly unknown[]): string =>
  list.map((command) => `$ ${inWords(command)}`).join('\n');
