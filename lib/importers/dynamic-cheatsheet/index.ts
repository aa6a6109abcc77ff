import {
  defineImporter,
  type ImportContext,
  type ImportedRecord,
  type RejectionRecord,
  type SourceFile,
} from '../importer';
import { asName, asObject, asText, type JsonObject } from '../json-values';
import { isListOf } from '../pools/first-entries';
import { DraftedPool, type MemoryDraft } from '../pools/memory-draft';
import { poolName } from '../pools/pool-name';
import { jsonRecords } from '../source/json-records';
import { type CheatsheetItem, readCheatsheet } from './read-cheatsheet';

const isRun = (fields: JsonObject) => 'final_cheatsheet' in fields;

/**
 * Dynamic Cheatsheet: the cheatsheet as text, or a run log with a line per question, whose last line holds the
 * cheatsheet as the run left it. Earlier lines hold earlier versions of the same items and give the questions' texts.
 *
 * An item is a technique with an example of it, kept for any question like it: an insight.
 */
export const dynamicCheatsheet = defineImporter({
  id: 'dynamic-cheatsheet',
  label: 'Dynamic Cheatsheet',

  recognises: async (file) =>
    file.kind === 'text' ? /<memory_item>\s*<description>/.test(file.headText) : await isListOf(file, isRun),

  read: (file, context) => (file.kind === 'text' ? readText(file, context) : readLog(file, context)),
});

async function* readText(file: SourceFile, { tree }: ImportContext): AsyncGenerator<ImportedRecord> {
  yield* toRecords(await file.text(), poolName(file, tree), new Map());
}

async function* readLog(file: SourceFile, { tree }: ImportContext): AsyncGenerator<ImportedRecord> {
  const questions = new Map<string, string>();
  let cheatsheet = '';
  let runs = 0;
  for await (const record of jsonRecords(file)) {
    const run = record.problem === undefined ? asObject(record.value) : null;
    if (!run || !isRun(run)) yield noRun(record.where, record.problem);
    else {
      runs++;
      cheatsheet = asText(run.final_cheatsheet) ?? cheatsheet;
      const text = asName(run.raw_input) ?? asName(run.input);
      if (text) questions.set(`Q${questionNumber(run) ?? runs}`, text);
    }
  }
  const message = `of ${runs} answers the log holds no verdict: only the cheatsheet that they left was taken`;
  yield { kind: 'warning', where: file.path, message };
  yield* toRecords(cheatsheet, poolName(file, tree), questions);
}

const noRun = (where: string, problem?: string): RejectionRecord => ({
  kind: 'rejection',
  where,
  reason: problem ?? 'it holds no cheatsheet',
});

/** Questions are numbered in the order in which they were asked, which their texts say. */
const questionNumber = (run: JsonObject): string | null =>
  /^\s*Question #(\d+)/.exec(asText(run.input_txt) ?? asText(run.input) ?? '')?.[1] ?? null;

function* toRecords(
  text: string,
  name: string,
  questions: ReadonlyMap<string, string>,
): Generator<ImportedRecord> {
  const items = readCheatsheet(text);
  if (items.length === 0) {
    const held = /^\s*(?:\(empty\))?\s*$/.test(text) ? 'it is empty' : 'no items are marked in it';
    yield { kind: 'rejection', where: 'cheatsheet', reason: held };
  }
  const pool = new DraftedPool(name);
  for (const [i, item] of items.entries()) {
    if (item.content || item.description) yield pool.toRecord(toDraft(item, questions));
    else yield { kind: 'rejection', where: `item ${i + 1}`, reason: 'it holds no text' };
  }
}

function toDraft(item: CheatsheetItem, questions: ReadonlyMap<string, string>): MemoryDraft {
  const { description, content, section, count, references } = item;
  const only = references.length === 1 ? references[0]! : null;
  return {
    type: 'insight',
    originalType: 'memory_item',
    description,
    content: content || description,
    sourceTask: only,
    sourceTaskText: only ? (questions.get(only) ?? null) : null,
    details: { section, count, references },
  };
}
