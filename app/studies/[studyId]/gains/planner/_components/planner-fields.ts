import { z } from 'zod';
import type { PlanAssumptions } from '@/lib/core/gains/plan';

export interface PlannerField {
  /** In the address. */
  name: string;
  assumption: keyof PlanAssumptions;
  label: string;
  /** What it is in words, beside the field. */
  hint: string;
  unit: string;
  min: number;
  max: number;
  whole?: boolean;
  /** The address and the form have percent or percentage points, the plan has proportions. */
  percent?: boolean;
}

/** The fields of the planner, in the order of the form. */
export const plannerFields: readonly PlannerField[] = [
  {
    ...{ name: 'gain', assumption: 'gain', label: 'Wanted gain', unit: 'pp', min: 0.1, max: 100 },
    ...{ hint: 'the true difference that the comparison should find', percent: true },
  },
  {
    ...{ name: 'rate', assumption: 'baselineRate', label: 'Baseline rate', unit: '%', min: 0, max: 100 },
    ...{ hint: 'share of attempts that the baseline passes', percent: true },
  },
  {
    ...{ name: 'differ', assumption: 'discordance', label: 'Discordance', unit: '%', min: 0, max: 100 },
    ...{ hint: 'share of tasks that end differently when each side tries once', percent: true },
  },
  {
    ...{ name: 'noise', assumption: 'attemptShare', label: 'Attempts’ share', unit: '%', min: 0, max: 100 },
    ...{ hint: 'of the scatter: what more attempts average out', percent: true },
  },
  {
    ...{ name: 'tasks', assumption: 'tasks', label: 'Tasks', unit: '', min: 2, max: 100_000 },
    ...{ hint: 'that both sides try', whole: true },
  },
  {
    ...{ name: 'attempts', assumption: 'attempts', label: 'Attempts', unit: '', min: 1, max: 1_000 },
    ...{ hint: 'per task and side', whole: true },
  },
  {
    ...{ name: 'alpha', assumption: 'alpha', label: 'Level α', unit: '%', min: 0.01, max: 50 },
    ...{ hint: 'chance of a false alarm, two-sided', percent: true },
  },
  {
    ...{ name: 'power', assumption: 'power', label: 'Power', unit: '%', min: 1, max: 99.9 },
    ...{ hint: 'chance of finding the gain', percent: true },
  },
  {
    ...{
      name: 'cost',
      assumption: 'costPerTrial',
      label: 'Cost of a trial',
      unit: '$',
      min: 0.0001,
      max: 1e6,
    },
    ...{ hint: 'both sides pay it' },
  },
  {
    ...{ name: 'setup', assumption: 'costPerTask', label: 'Cost of a task', unit: '$', min: 0, max: 1e6 },
    ...{ hint: 'whatever its attempts' },
  },
  {
    ...{
      name: 'mostTasks',
      assumption: 'mostTasks',
      label: 'Tasks to be had',
      unit: '',
      min: 2,
      max: 100_000,
    },
    ...{ hint: 'at most, for the cheapest design', whole: true },
  },
  {
    ...{ name: 'mostAttempts', assumption: 'mostAttempts', label: 'Attempts to be had', unit: '' },
    ...{ min: 1, max: 100, hint: 'at most, for the cheapest design', whole: true },
  },
];

/**
 * What of an address is assumed, as proportions, and what cannot be used, in words.
 *
 * @param given the parameters of the address; empty ones are left to the study
 */
export function readAssumptions(given: Record<string, string | string[] | undefined>): {
  assumed: Partial<PlanAssumptions>;
  problems: string[];
} {
  const assumed: Partial<PlanAssumptions> = {};
  const problems: string[] = [];
  for (const { name, assumption, label, min, max, whole, percent, unit } of plannerFields) {
    const text = given[name];
    if (text === undefined || text === '') continue;
    const number = z.coerce.number().min(min).max(max);
    const read = (whole ? number.int() : number).safeParse(text);
    if (read.success) assumed[assumption] = percent ? toProportion(read.data) : read.data;
    else {
      const range = `${min.toLocaleString('en-US')} to ${max.toLocaleString('en-US')}${unit && ` ${unit}`}`;
      problems.push(`${label} is a ${whole ? 'whole ' : ''}number from ${range}, not “${text}”.`);
    }
  }
  return { assumed, problems };
}

/** 5.2 becomes 0.052, not 0.052000000000000005. */
const toProportion = (percent: number) => Number((percent / 100).toPrecision(12));

/** An assumption as it stands in the form. */
export function fieldText({ percent, whole }: PlannerField, value: number): string {
  if (whole) return String(value);
  return String(Number((percent ? 100 * value : value).toPrecision(3)));
}

/** What was filled in as options of `carryover plan`, which has percent where the form has. */
export function planOptions(assumed: Partial<PlanAssumptions>): Record<string, number> {
  return Object.fromEntries(
    plannerFields.flatMap(({ name, assumption, percent }) => {
      const value = assumed[assumption];
      if (value === undefined) return [];
      const option = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      return [[option, percent ? Number((value * 100).toPrecision(12)) : value]];
    }),
  );
}
