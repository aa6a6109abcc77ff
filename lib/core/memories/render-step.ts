import type { Step, ToolCall } from '@/lib/core/vocabulary';
import { keepEnds } from '../keep-ends';

/** How much of each part of a step is kept, in characters; 0 leaves the part out. */
export interface StepLimits {
  message: number;
  action: number;
  observation: number;
}

const shells = /^(bash|sh|shell|terminal|cmd|execute_bash|run_command|run_shell_command|local_shell)$/i;

const actionOf = ({ name, input }: ToolCall): string =>
  shells.test(name) || name === '' ? `$ ${input}` : `${name}: ${input}`;

/**
 * One step as text: what was said, what was done, what was seen. Parts that are longer than their limit lose their
 * middle, and the text says so.
 *
 * @returns '' when nothing of the step is left
 */
export function renderStep(step: Step, limits: StepLimits): string {
  const part = (text: string, limit: number, before = ''): string[] => {
    const shown = limit > 0 ? keepEnds(text.trim(), limit).text : '';
    return shown === '' ? [] : [before + shown];
  };
  const said = step.message.trim() || step.reasoning || '';
  return [
    ...(step.source === 'user'
      ? part(step.message, limits.observation, 'User: ')
      : step.source === 'agent'
        ? part(said, limits.message)
        : []),
    ...step.toolCalls.flatMap((call) => part(actionOf(call), limits.action)),
    ...step.observations.flatMap(({ content }) => part(content, limits.observation)),
  ].join('\n');
}

/** The steps that tell what happened: without repetitions of an earlier file and without the statement of the task. */
export function tellingSteps(steps: readonly Step[]): Step[] {
  const own = steps.filter(({ copied }) => !copied);
  const begin = own.findIndex(({ source }) => source === 'agent');
  return begin < 0 ? [] : own.slice(begin);
}
