import { decodeMapPoints, encodeMapPoints, type MapMemory, type MapPoints } from '@/lib/exporters/map-points';

/** Points of a map for tests, what is not given being usual; they lie on a line. */
export function testPoints(given: Partial<MapMemory>[]): MapPoints {
  const memories = given.map(
    (fields, i): MapMemory => ({
      ...{
        id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
        title: `Memory ${i}`,
        type: 'insight',
      },
      ...{ benchmark: 'alpha', pool: 'pool', sourceModel: null, success: null },
      ...{ uses: 0, uplift: null, abstraction: null, cluster: null },
      ...{ trustworthiness: null, continuity: null, recall: null, ...fields },
    }),
  );
  const positions = Float32Array.from({ length: given.length * 2 }, (_, i) => (i % 2 === 0 ? i / 2 : 0));
  return decodeMapPoints(encodeMapPoints(new Uint8Array(positions.buffer), memories).buffer);
}
