import { expect, it } from 'vitest';
import { stepWindow } from './step-window';

const trajectory = { stepCount: 82, subagents: [{ stepCount: 3 }] };

it('starts at the first step', () => {
  expect(stepWindow({}, trajectory, 50)).toEqual({ step: undefined, subagent: undefined, from: 0 });
});

it('opens the page that holds the step', () => {
  expect(stepWindow({ step: 50 }, trajectory, 50).from).toBe(0);
  expect(stepWindow({ step: 51 }, trajectory, 50).from).toBe(50);
});

it('takes a step behind the last for the last', () => {
  expect(stepWindow({ step: 900 }, trajectory, 50)).toEqual({ step: 82, subagent: undefined, from: 50 });
  expect(stepWindow({ step: 60, subagent: 0 }, trajectory, 50)).toEqual({ step: 3, subagent: 0, from: 0 });
});

it('takes an agent that is not there for the main one', () => {
  expect(stepWindow({ subagent: 4 }, trajectory, 50).subagent).toBeUndefined();
  expect(stepWindow({ step: 5 }, null, 50)).toEqual({ step: undefined, subagent: undefined, from: 0 });
});
