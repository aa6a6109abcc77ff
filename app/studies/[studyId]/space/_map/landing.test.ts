import { describe, expect, it } from 'vitest';
import { landing } from './use-map-query';

describe('where a query lands', () => {
  const positions = Float32Array.from([0, 0, 1, 0, 0, 1]);
  it('is the mean of its nearest memories, the more similar drawing it nearer', () => {
    expect(landing(positions, { rows: [0, 1], cosines: [0.25, 0.75] })).toEqual({ x: 0.75, y: 0 });
  });
  it('is nowhere without any', () => {
    expect(landing(positions, { rows: [], cosines: [] })).toBeNull();
  });
});
