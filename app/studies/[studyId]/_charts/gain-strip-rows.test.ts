import { describe, expect, it } from 'vitest';
import { toStrips } from './gain-strip-rows';

describe('toStrips', () => {
  it('puts every gain on one scale that holds zero', () => {
    const { low, high, strips } = toStrips([
      { estimate: { value: 0.1 }, ciLow: -0.1, ciHigh: 0.3 },
      { estimate: { value: 0.2 }, ciLow: null, ciHigh: null },
      { estimate: { value: null }, ciLow: null, ciHigh: null },
    ]);
    expect([low, high]).toEqual([expect.closeTo(-0.1), expect.closeTo(0.3)]);
    expect(strips[0]).toEqual({
      zero: expect.closeTo(25),
      value: expect.closeTo(50),
      interval: { from: expect.closeTo(0), width: expect.closeTo(100) },
    });
    expect(strips[1]).toEqual({ zero: expect.closeTo(25), value: expect.closeTo(75), interval: null });
    expect(strips[2]).toBeNull();
  });

  it('has a place for zero when nothing gains', () => {
    const { strips } = toStrips([{ estimate: { value: 0 }, ciLow: 0, ciHigh: 0 }]);
    expect(strips[0]).toMatchObject({ zero: 0, value: 0 });
  });
});
