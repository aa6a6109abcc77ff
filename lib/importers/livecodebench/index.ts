import { AppError } from '@/lib/core/errors';
import { agentLabel } from '../condition-label';
import { defineImporter, type ImportedRecord, type SourceFile, type SourceTree } from '../importer';
import { asList, asName, asObject, asText, inWords, type JsonObject } from '../json-values';
import { isListOf } from '../pools/first-entries';
import { folderOf } from '../source/disk-tree';
import { parseLenient } from '../source/lenient-json';
import { emptyStep } from '../steps/empty-step';

const isQuestion = (fields: JsonObject) => Array.isArray(fields.graded_list) && 'question_id' in fields;
const isGeneration = (fields: JsonObject) => Array.isArray(fields.code_list) && 'question_id' in fields;
const settingsName = /^Scenario\.(\w+?)_(\d+)_([\d.]+?)(?:_eval_all|_eval)?\.json$/;

/**
 * LiveCodeBench's `…_eval_all.json`: for each question the samples of a model and whether each passed. Samples are
 * independent, so they are the attempts.
 */
export const liveCodeBench = defineImporter({
  id: 'livecodebench',
  label: 'LiveCodeBench evaluation',

  async recognises(file, tree) {
    if (file.kind !== 'json') return false;
    if (await isListOf(file, isQuestion)) return true;
    return settingsName.test(nameOf(file.path)) && (await isOtherHalf(file, tree));
  },

  async *read(file, { tree }) {
    if (!(await isListOf(file, isQuestion))) {
      yield partOfEvaluation(file, tree);
      return;
    }
    for (const [i, value] of (asList(await file.json()) ?? []).entries()) {
      const fields = asObject(value);
      if (fields && isQuestion(fields) && questionId(fields)) yield* toTrials(fields, file, tree);
      else yield { kind: 'rejection', where: `item ${i + 1}`, reason: 'it is no graded question' };
    }
  },
});

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** Generations, and verdicts by the question's place in the data set: the graded file holds both. */
async function isOtherHalf(file: SourceFile, tree: SourceTree): Promise<boolean> {
  if (tree.has(evaluationOf(file.path))) return true;
  const first = asList(await file.json())?.[0];
  const fields = asObject(first);
  return fields !== null && (isGeneration(fields) || 'pass@1' in fields);
}

const evaluationOf = (path: string): string => path.replace(/(?:_eval)?\.json$/, '_eval_all.json');

function partOfEvaluation(file: SourceFile, tree: SourceTree): ImportedRecord {
  const path = evaluationOf(file.path);
  if (tree.has(path)) return { kind: 'part-of', path, role: 'generations or verdicts by number' };
  throw new AppError('unreadable-file', `${file.path} says nothing of which question was solved.`, {
    where: file.path,
    hint: `Bring the graded file, ${nameOf(path)}, which LiveCodeBench writes beside it.`,
  });
}

/** Ids are numbers on some platforms and text on others. */
const questionId = (fields: JsonObject): string | null =>
  asName(fields.question_id) ?? (typeof fields.question_id === 'number' ? String(fields.question_id) : null);

function* toTrials(fields: JsonObject, file: SourceFile, tree: SourceTree): Generator<ImportedRecord> {
  const task = questionId(fields)!;
  const folder = folderOf(file.path).split('/').at(-1) || tree.name;
  const [, scenario, samples, temperature] = settingsName.exec(nameOf(file.path)) ?? [];
  const model = folder.replace(/ \(N=\d+\)$/, '');
  const setting = temperature === undefined ? null : `temperature ${temperature}`;
  const text = [asName(fields.question_title), asName(fields.question_content)].filter(Boolean).join('\n\n');
  const grades = asList(fields.graded_list) ?? [];
  const outputs = asList(fields.output_list) ?? [];
  const metadata = asList(fields.metadata) ?? [];
  for (const [i, grade] of grades.entries()) {
    const passed = ofGrade(grade);
    const told = toldOf(metadata[i]);
    const output = asText(outputs[i]);
    yield {
      kind: 'trial',
      source: 'livecodebench',
      externalId: `${folder}/${nameOf(file.path)}/${task}#${i + 1}`,
      benchmark: 'livecodebench',
      task,
      taskText: text || null,
      attempt: i + 1,
      condition: {
        label: agentLabel(model, setting),
        basis: 'folder of the model, and the settings in the name of the file',
        settings: {
          model,
          scenario: scenario ?? null,
          temperature: temperature ?? null,
          samples: samples ?? null,
        },
      },
      reward: passed === null ? null : Number(passed),
      // A wrong answer is a verdict; only what kept the code from running to its end is an exception.
      exception: null,
      finished: true,
      trajectory: output
        ? { format: 'LiveCodeBench sample', steps: [emptyStep('user', text), emptyStep('agent', output)] }
        : null,
      details: {
        platform: fields.platform,
        difficulty: fields.difficulty,
        contest: fields.contest_id,
        contestDate: fields.contest_date,
        code: asText(asList(fields.code_list)?.[i]),
        evaluation: told,
      },
    };
  }
  if (grades.length === 0) yield { kind: 'rejection', where: task, reason: 'it holds no graded samples' };
}

/** Verdicts went through numpy, and some come out of it as 1 and 0. */
const ofGrade = (grade: unknown): boolean | null =>
  grade === true || grade === 1 ? true : grade === false || grade === 0 ? false : null;

/** What the evaluation says of a sample: JSON in a string, often with an error's message. */
function toldOf(given: unknown): unknown {
  const text = asText(given);
  if (text === null) return asObject(given);
  try {
    return parseLenient(text, '').value;
  } catch {
    // Newer versions write plain words; these are as good.
    return inWords(text).slice(0, 2000);
  }
}
