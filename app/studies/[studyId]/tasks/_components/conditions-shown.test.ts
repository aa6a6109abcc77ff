import { describe, expect, it } from 'vitest';
import { conditionsShown } from './conditions-shown';

const conditions = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

describe('conditionsShown', () => {
  it('keeps the order of the conditions, not of the outcomes', () => {
    const tasks = [{ perCondition: [{ conditionId: 'c' }] }, { perCondition: [{ conditionId: 'a' }] }];
    expect(conditionsShown(conditions, tasks)).toEqual({ shown: [{ id: 'a' }, { id: 'c' }], left: 1 });
  });

  it('shows none when none of the tasks was run', () => {
    expect(conditionsShown(conditions, [{ perCondition: [] }])).toEqual({ shown: [], left: 3 });
  });
});
