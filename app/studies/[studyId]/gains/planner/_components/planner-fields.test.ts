import { describe, expect, it } from 'vitest';
import { fieldText, plannerFields, planOptions, readAssumptions } from './planner-fields';

describe('the planner’s fields', () => {
  it('read percent as proportions and leave what is empty to the study', () => {
    expect(readAssumptions({ gain: '5.2', tasks: '200', rate: '', other: '3' })).toEqual({
      assumed: { gain: 0.052, tasks: 200 },
      problems: [],
    });
  });

  it('say of every value that cannot be used what would do', () => {
    const { assumed, problems } = readAssumptions({ gain: 'abc', tasks: '2.5', power: '100', alpha: '5' });
    expect(assumed).toEqual({ alpha: 0.05 });
    expect(problems).toEqual([
      'Wanted gain is a number from 0.1 to 100 pp, not “abc”.',
      'Tasks is a whole number from 2 to 100,000, not “2.5”.',
      'Power is a number from 1 to 99.9 %, not “100”.',
    ]);
  });

  it('write what they read, to three digits', () => {
    const gain = plannerFields.find(({ name }) => name === 'gain')!;
    expect(fieldText(gain, 0.052)).toBe('5.2');
    expect(fieldText(gain, 1 / 7)).toBe('14.3');
    expect(fieldText(plannerFields.find(({ name }) => name === 'tasks')!, 12_345)).toBe('12345');
  });
});

it('says what was filled in as the command line takes it', () => {
  const { assumed } = readAssumptions({ gain: '2.3', tasks: '500', mostTasks: '2000', cost: '0.07' });
  expect(planOptions(assumed)).toEqual({ gain: 2.3, tasks: 500, 'most-tasks': 2000, cost: 0.07 });
});
