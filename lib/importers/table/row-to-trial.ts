import { joinAnswer } from '@/lib/core/retrieval/answer-text';
import { type ConditionSettings, memoryTypes, scopes } from '@/lib/core/vocabulary';
import { contentHash } from '../content-hash';
import type { ConditionProposal, TrialRecord } from '../importer';
import { asCount } from '../json-values';
import { unnamedBenchmark } from '../unnamed-benchmark';
import { settingsWithoutSecrets } from '../without-secrets';
import {
  CellProblem,
  cellCount,
  cellFlag,
  cellNumber,
  cellReward,
  cellText,
  isMissing,
  shown,
  type TableRow,
} from './cells';
import type { TrialField } from './fields';
import type { TrialsRecipe } from './recipe';
import { RowFields } from './row-fields';

const promptTypes = ['none', ...memoryTypes] as const;

type Fields = RowFields<TrialField>;

/** The database counts attempts in 32 bits; a larger number is no attempt but an id or a seed. */
const largestAttempt = 2 ** 31 - 1;

/**
 * Makes a function that reads rows of a table as trials. A trial's `externalId` is the row's id, else what it says of
 * itself, so rows that agree in all of it still have to be told apart.
 *
 * @param table names the table: condition of rows that name none
 * @throws RowProblem from the reader when a cell does not fit its field
 */
export function trialReader(recipe: TrialsRecipe, table: string): (row: TableRow) => TrialRecord {
  const fields: Fields = new RowFields(recipe, recipe.settings);
  return (row) => {
    fields.row = row;
    return toTrial(recipe, fields, table);
  };
}

function toTrial(recipe: TrialsRecipe, fields: Fields, table: string): TrialRecord {
  const benchmark = fields.read('benchmark', cellText) ?? unnamedBenchmark;
  const task = fields.read('task', required('task'));
  const condition = toCondition(recipe, fields, table);
  const number = fields.read('attempt', cellText);
  const attempt = toAttempt(number, recipe.attemptsFromZero);
  const others = fields.others();
  const details = number !== null && attempt === null ? { attempt: number, ...others } : others;
  return {
    kind: 'trial',
    source: 'table',
    externalId:
      fields.read('id', cellText) ?? contentHash([benchmark, task, condition.label, number]).slice(0, 32),
    benchmark,
    task,
    taskText: fields.read('taskText', cellText),
    answer: joinAnswer([fields.read('answer', cellText), fields.read('tests', cellText)]),
    attempt,
    condition,
    reward: fields.read('reward', cellReward),
    exception: fields.read('exception', toException),
    finished: fields.read('finished', cellFlag),
    inputTokens: fields.read('inputTokens', cellCount),
    outputTokens: fields.read('outputTokens', cellCount),
    cachedTokens: fields.read('cachedTokens', cellCount),
    costUsd: fields.read('costUsd', notNegative),
    startedAt: fields.read('startedAt', (cell) => (isMissing(cell) ? null : cellText(cell))),
    durationMs: fields.read('durationMs', notNegative) ?? inMs(fields.read('durationSeconds', notNegative)),
    details: settingsWithoutSecrets(details) ?? {},
  };
}

function toCondition(recipe: TrialsRecipe, fields: Fields, table: string): ConditionProposal {
  const topN = fields.read('topN', cellCount);
  const columns = recipe.settings.map((column) => [column, cellText(fields.row.get(column))] as const);
  const settings: ConditionSettings = {
    agent: fields.read('agent', cellText),
    model: fields.read('model', cellText),
    memoryType: fields.read('memoryType', oneOf(promptTypes)),
    scope: fields.read('scope', oneOf(scopes)),
    method: fields.read('method', cellText),
    topN,
    pool: fields.read('pool', cellText),
  };
  const words = { ...settings, topN: topN === null ? null : `top ${topN}` };
  const named = Object.values(words).filter((word) => word !== null);
  for (const [column, value] of columns) {
    if (value === null) continue;
    settings[column] = value;
    named.push(`${column} ${value}`);
  }
  const clean = settingsWithoutSecrets(settings) ?? {};
  const given = fields.read('condition', cellText);
  if (given !== null) return { label: given, basis: basisOf(recipe), settings: clean };
  if (named.length > 0)
    return { label: named.join(' · '), basis: 'settings in the columns of the table', settings: clean };
  return { label: table, basis: 'name of the table', settings: clean };
}

const basisOf = ({ columns }: TrialsRecipe): string =>
  columns.condition === undefined ? 'constant of the recipe' : `column “${columns.condition}”`;

const required =
  (what: string) =>
  (cell: unknown): string => {
    const text = cellText(cell);
    if (text === null) throw new CellProblem(`the ${what} is missing`);
    return text;
  };

const oneOf =
  <Word extends string>(words: readonly Word[]) =>
  (cell: unknown): Word | null => {
    const text =
      cellText(cell)
        ?.toLowerCase()
        .replace(/[\s_]+/g, '-') ?? null;
    const known = words.find((word) => word === text);
    if (known !== undefined || text === null) return known ?? null;
    throw new CellProblem(
      `${shown(cell)} is none of ${words.join(', ')}; say in the recipe which it stands for`,
    );
  };

function toAttempt(number: string | null, fromZero: boolean): number | null {
  const counted = asCount(number === null ? null : Number(number));
  if (counted === null) return null;
  const attempt = fromZero ? counted + 1 : counted;
  return attempt >= 1 && attempt <= largestAttempt ? attempt : null;
}

/** A type with its message, a message alone, or only that there was one. */
function toException(cell: unknown): TrialRecord['exception'] {
  if (isMissing(cell) || cell === false || /^(?:false|0|no)$/i.test(cellText(cell) ?? '')) return null;
  const text = cellText(cell) ?? '';
  const [, type, message] = /^([A-Za-z_][\w.]*)(?::\s*([\s\S]*))?$/.exec(text) ?? [];
  return type === undefined ? { type: 'error', message: text } : { type, message: message ?? '' };
}

function notNegative(cell: unknown): number | null {
  const number = cellNumber(cell);
  if (number !== null && number < 0) throw new CellProblem(`${shown(cell)} is less than nothing`);
  return number;
}

const inMs = (seconds: number | null): number | null => (seconds === null ? null : seconds * 1000);
