import { AppError } from '@/lib/core/errors';
import { retrievalMethods } from './index';
import { type ParameterValues, parameterValues, type RetrievalMethod } from './method';
import { type RetrievalSetting, settingLabel, standardSetting } from './setting';

/** Values to try of each part of a setting; what is left out stays standard. Every combination is an arm. */
export type RetrievalGrid = { readonly [K in keyof RetrievalSetting]?: readonly RetrievalSetting[K][] };

/** More arms than this say little that fewer would not, and nobody can read their matrix. */
export const mostArms = 500;

/** How many combinations a grid has, before equal ones are counted once. @complexity O(dimensions) */
export const countCombinations = (grid: RetrievalGrid): number =>
  Object.values(grid).reduce((product, values) => product * values.length, 1);

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
  let arms = [standardSetting];
  // The order of the settings' own fields, whatever the order in the grid.
  for (const name of Object.keys(standardSetting) as (keyof RetrievalSetting)[]) {
    const values = grid[name];
    if (values) arms = arms.flatMap((arm) => values.map((value) => ({ ...arm, [name]: value })));
  }
  const unique = new Map<string, RetrievalSetting>();
  for (const arm of arms.map(withOwnParameters)) {
    const key = settingKey(arm);
    if (!unique.has(key)) unique.set(key, arm);
  }
  return [...unique.values()];
}

/** Two settings of the same key retrieve the same. */
export function settingKey(setting: RetrievalSetting): string {
  const parameters = parameterValues(retrievalMethods[setting.method] as RetrievalMethod, setting.parameters);
  return JSON.stringify(
    Object.keys(standardSetting).map((name) =>
      name === 'parameters' ? parameters : setting[name as keyof RetrievalSetting],
    ),
  );
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

const withOwnParameters = (arm: RetrievalSetting): RetrievalSetting => ({
  ...arm,
  parameters: ownParameters(retrievalMethods[arm.method], arm.parameters),
});

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
