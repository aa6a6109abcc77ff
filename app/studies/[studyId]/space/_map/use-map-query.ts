import { useEffect, useState } from 'react';
import { type Problem, sendJson } from '@/app/_components/send-json';
import type { MapQuery } from '@/lib/queries/query-on-map';

export interface MapQueryState {
  found: MapQuery | null;
  pending: boolean;
  problem: Problem | null;
}

const nothing: MapQueryState = { found: null, pending: false, problem: null };

/** A task's query on the map once it has been looked up; nothing without a task. */
export function useMapQuery(
  projectionId: string,
  taskId: string | null,
  ablationId: string | null,
): MapQueryState {
  const [state, setState] = useState<MapQueryState>(nothing);
  useEffect(() => {
    setState(taskId ? { ...nothing, pending: true } : nothing);
    if (!taskId) return;
    let left = false;
    const query = ablationId ? `?${new URLSearchParams({ ablation: ablationId })}` : '';
    void sendJson<MapQuery>('GET', `/api/v1/projections/${projectionId}/queries/${taskId}${query}`).then(
      (answer) => {
        if (left) return;
        setState(answer.ok ? { ...nothing, found: answer.value } : { ...nothing, problem: answer.problem });
      },
    );
    return () => {
      left = true;
    };
  }, [projectionId, taskId, ablationId]);
  return state;
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
