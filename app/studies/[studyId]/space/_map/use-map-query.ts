import type { MapQuery } from '@/lib/queries/query-on-map';
import { type Answer, useAnswer } from './use-answer';

/** A task's query on the map once it has been looked up; nothing without a task. */
export function useMapQuery(
  projectionId: string,
  taskId: string | null,
  ablationId: string | null,
): Answer<MapQuery> {
  const query = ablationId ? `?${new URLSearchParams({ ablation: ablationId })}` : '';
  return useAnswer(taskId ? `/api/v1/projections/${projectionId}/queries/${taskId}${query}` : null);
}

/** Where a query lands among placed memories: the mean of the nearest, by similarity. Null without any. */
export function landing(
  positions: Float32Array,
  { rows, cosines }: MapQuery['nearest'],
): { x: number; y: number } | null {
  let [x, y, sum] = [0, 0, 0];
  for (const [i, row] of rows.entries()) {
    x += positions[row * 2]! * cosines[i]!;
    y += positions[row * 2 + 1]! * cosines[i]!;
    sum += cosines[i]!;
  }
  return sum > 0 ? { x: x / sum, y: y / sum } : null;
}
