import { useEffect, useState } from 'react';
import { decodeMapPoints, type MapPoints } from '@/lib/exporters/map-points';
import { pointsAddress } from './points-address';

/** The points of a projection once they have arrived, or why they did not. */
export function useMapPoints(projectionId: string): { points: MapPoints | null; problem: string | null } {
  const [points, setPoints] = useState<MapPoints | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const left = new AbortController();
    fetch(pointsAddress(projectionId), { signal: left.signal })
      .then(async (answer) => {
        if (!answer.ok) throw new Error(`The points could not be read (status ${answer.status}).`);
        setPoints(decodeMapPoints(await answer.arrayBuffer()));
        setProblem(null);
      })
      .catch((error: Error) => {
        if (!left.signal.aborted) setProblem(error.message);
      });
    return () => left.abort();
  }, [projectionId]);
  return { points, problem };
}
