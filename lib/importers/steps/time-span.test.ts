import { expect, it } from 'vitest';
import { emptyStep } from './empty-step';
import { timeSpan } from './time-span';

const at = (timestamp: string | null) => ({ ...emptyStep('agent', ''), timestamp });

it('reaches from the earliest to the latest stamp, whatever their order', () => {
  const steps = [at(null), at('2026-01-01T00:00:02Z'), at('no date'), at('2026-01-01T00:00:01Z')];
  const from = Date.UTC(2026, 0, 1, 0, 0, 1);
  expect(timeSpan(steps)).toEqual({ from, to: from + 1000 });
});

it('is not known without a stamp', () => {
  expect(timeSpan([])).toBeNull();
  expect(timeSpan([at(null), at('no date')])).toBeNull();
});

it('holds for more steps than a call takes arguments', () => {
  const step = at('2026-01-01T00:00:00Z');
  const from = Date.UTC(2026, 0, 1);
  expect(timeSpan(Array.from({ length: 300_000 }, () => step))).toEqual({ from, to: from });
});
