import { AppError } from '@/lib/core/errors';
import { type MethodId, retrievalMethods } from './index';
import { type ParameterValues, parameterValues, type RetrievalMethod } from './method';
import { type RetrievalSetting, reranks, settingLabel, standardSetting } from './setting';

/** Values to try of each part of a setting; what is left out stays standard. Every combination is an arm. */
export type RetrievalGrid = { readonly [K in keyof RetrievalSetting]?: readonly RetrievalSetting[K][] };

/** More arms than this say little that fewer would not, and nobody can read their matrix. */
export const mostArms = 500;

/**
 * How many combinations a grid has, each method with its own parameters only.
 *
 * @complexity O(dimensions + methods · parameter sets)
 */
export function countCombinations({
  method = [standardSetting.method],
  parameters = [{}],
  ...rest
}: RetrievalGrid): number {
  const others = Object.values(rest).reduce((product, values) => product * values.length, 1);
  return method.reduce((sum, id) => sum + others * ownParameterSets(id, parameters).length, 0);
}

/** The sets of parameters that make a difference to a method. */
function ownParameterSets(id: MethodId, sets: readonly ParameterValues[]): ParameterValues[] {
  const method = retrievalMethods[id];
  const own = sets.map((values) => ownParameters(method, values));
  return firstOfEach(own, (values) => JSON.stringify({ ...standardOf(method), ...values }));
}

function firstOfEach<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const first = new Map<string, T>();
  for (const item of items) if (!first.has(keyOf(item))) first.set(keyOf(item), item);
  return [...first.values()];
}

const standardOf = ({ parameters = {} }: RetrievalMethod): ParameterValues =>
  Object.fromEntries(Object.entries(parameters).map(([name, { standard }]) => [name, standard]));

/**
 * The arms of a grid: every combination, in reading order, equal ones once. A parameter stays only with the methods that
 * have it, so a grid may tune BM25 beside methods without parameters.
 *
 * @throws AppError `invalid-input` for a dimension without values or a parameter that no method has or that is out of
 *   range, `limit-exceeded` for more than {@link mostArms} combinations
 * @complexity O(combinations)
 */
export function expandGrid(grid: RetrievalGrid): RetrievalSetting[] {
  for (const [name, values] of Object.entries(grid)) {
    if (values.length === 0)
      throw new AppError('invalid-input', `The grid names ${name} without a value to try.`, { where: name });
  }
  const combinations = countCombinations(grid);
  if (combinations > mostArms) {
    throw new AppError(
      'limit-exceeded',
      `The grid has ${combinations.toLocaleString('en')} combinations; at most ${mostArms} are run at once.`,
      { hint: 'Leave values out of a dimension, or run parts of the grid one after another.' },
    );
  }
  checkParameters(grid);
  const { method = [standardSetting.method], parameters = [{}], ...rest } = grid;
  let arms = method.flatMap((id) =>
    ownParameterSets(id, parameters).map((values) => ({
      ...standardSetting,
      method: id,
      parameters: values,
    })),
  );
  // The order of the settings' own fields, whatever the order in the grid.
  for (const name of Object.keys(standardSetting) as (keyof typeof rest)[]) {
    const values = rest[name];
    if (values) arms = arms.flatMap((arm) => values.map((value) => ({ ...arm, [name]: value })));
  }
  return firstOfEach(arms, settingKey);
}

/**
 * Settings that differ only in how much of one ranking they keep.
 *
 * @returns their places, group by group, in the order of the first of each
 * @complexity O(settings)
 */
export function searchedAlike(settings: readonly RetrievalSetting[]): number[][] {
  const groups = new Map<string, number[]>();
  settings.forEach((setting, place) => {
    const key = settingKey({ ...setting, topN: 1, minimumScore: null });
    const group = groups.get(key);
    if (group) group.push(place);
    else groups.set(key, [place]);
  });
  return [...groups.values()];
}

/** Two settings of the same key retrieve the same. */
export function settingKey(setting: RetrievalSetting): string {
  const deciding: RetrievalSetting = {
    ...setting,
    parameters: parameterValues(retrievalMethods[setting.method] as RetrievalMethod, setting.parameters),
    candidates: reranks(setting) ? setting.candidates : standardSetting.candidates,
  };
  return JSON.stringify(Object.keys(standardSetting).map((name) => deciding[name as keyof RetrievalSetting]));
}

function checkParameters({ parameters = [], method = [standardSetting.method] }: RetrievalGrid): void {
  const methods = method.map((id) => retrievalMethods[id] as RetrievalMethod);
  for (const name of new Set(parameters.flatMap((values) => Object.keys(values)))) {
    if (!methods.some((one) => one.parameters?.[name])) {
      throw new AppError('invalid-input', `None of the methods has a parameter “${name}”.`, {
        where: 'parameters',
      });
    }
  }
  for (const one of methods) {
    for (const values of parameters) {
      try {
        parameterValues(one, ownParameters(one, values));
      } catch (cause) {
        if (!(cause instanceof RangeError)) throw cause;
        throw new AppError('invalid-input', `${cause.message}.`, { where: 'parameters', cause });
      }
    }
  }
}

const ownParameters = ({ parameters = {} }: RetrievalMethod, values: ParameterValues): ParameterValues =>
  Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(parameters, name)));

/** Names of arms that tell them apart: two of the same name get their seeds. */
export function armLabels(arms: readonly RetrievalSetting[]): string[] {
  const labels = arms.map(settingLabel);
  return labels.map((label, i) => {
    const alike = labels.some((other, j) => j !== i && other === label);
    return alike ? `${label} · seed ${arms[i]!.seed}` : label;
  });
}
