import { isAppError } from '@/lib/core/errors';
import { asList, asObject, asText, inWords } from '../json-values';
import { parseLenient } from '../source/lenient-json';

/**
 * A plan as numbered lines. Planners are asked for `{"plan": [{"id", "description"}]}` and their answer is kept as text;
 * what is no such plan stays as it is.
 */
export function stepsOfPlan(plan: unknown): string {
  const given = asText(plan) === null ? plan : parsed(asText(plan)!);
  const steps = asList(asObject(given)?.plan) ?? asList(given);
  if (!steps) return inWords(plan).trim();
  return steps
    .map((step, i) => {
      const fields = asObject(step);
      return `${i + 1}. ${inWords(fields?.description ?? step).trim()}`;
    })
    .join('\n');
}

function parsed(text: string): unknown {
  try {
    return parseLenient(text, '').value;
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}
