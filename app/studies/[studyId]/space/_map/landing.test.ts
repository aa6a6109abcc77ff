import { describe, expect, it } from 'vitest';
import { frameOf } from './frame';
import { landing } from './landing';

describe('where a query lands', () => {
  const cloud = {
    positions: Float32Array.from([0, 0, 0, 1, 0, 0.5, 0, 1, 0]),
    frame: frameOf(Float32Array.from([10, 10, 30, 20]), 2),
  };
  const nowhere = { coordinates: null, reason: 'no vectors' };
  it('is where the transform put it, in the frame of the map', () => {
    const place = { coordinates: [30, 15], neighbors: 15, known: 2, missing: 0, isCopy: false };
    const at = landing({ place, nearest: { rows: [0], cosines: [1] } }, cloud)!;
    expect(at.x).toBeCloseTo(0.95, 6);
    expect(at.y).toBeCloseTo(0, 6);
    expect(at.z).toBe(0);
  });
  it('is else the mean of its nearest memories, the more similar drawing it nearer', () => {
    const nearest = { rows: [0, 1], cosines: [0.25, 0.75] };
    expect(landing({ place: nowhere, nearest }, cloud)).toEqual({ x: 0.75, y: 0, z: 0.375 });
  });
  it('is nowhere without any', () => {
    expect(landing({ place: nowhere, nearest: { rows: [], cosines: [] } }, cloud)).toBeNull();
  });
});
