import { describe, expect, it } from 'vitest';
import { agreementOf } from './agreement-matrix';

describe('agreement between arms', () => {
  it('is 1 of an arm with itself and symmetric', () => {
    const { jaccard, rbo } = agreementOf([[[1, 2, 3]], [[3, 2, 4]]]);
    expect(jaccard[0]![0]!.value).toBe(1);
    expect(rbo[1]![1]!.value).toBeCloseTo(1);
    expect(jaccard[0]![1]).toEqual(jaccard[1]![0]);
    expect(jaccard[0]![1]!.value).toBe(0.5);
  });

  it('leaves out tasks on which neither arm found anything, in both measures', () => {
    const { jaccard, rbo } = agreementOf([
      [[], [], [1]],
      [[], [], [2]],
    ]);
    expect(jaccard[0]![1]!.value).toBe(0);
    expect(rbo[0]![1]!.value).toBe(0);
  });

  it('has a reason where no task can be compared', () => {
    const { jaccard, rbo } = agreementOf([
      [null, []],
      [[1], []],
    ]);
    for (const matrix of [jaccard, rbo]) {
      expect(matrix[0]![1]!.value).toBeNull();
      expect(matrix[0]![1]!.reason).toMatch(/no task/);
    }
  });
});
