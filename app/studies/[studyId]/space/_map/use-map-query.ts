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
