import { useEffect, useState } from 'react';
import { type Problem, sendJson } from '@/app/_components/send-json';

interface Found {
  search: string;
  rows: Uint32Array;
  problem: Problem | null;
}

/** What a search lights up. */
export interface Matches {
  /** Ascending row numbers; null without a search, and until the first answer. */
  rows: Uint32Array | null;
  pending: boolean;
  problem: Problem | null;
}

/** The points whose memories hold a text; what an earlier text lit stays until the answer is there. */
export function useMatches(projectionId: string, search: string): Matches {
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    if (!search) {
      setFound(null);
      return;
    }
    let left = false;
    const address = `/api/v1/projections/${projectionId}/matches?${new URLSearchParams({ q: search })}`;
    void sendJson<{ rows: number[] }>('GET', address).then((answer) => {
      if (left) return;
      const rows = Uint32Array.from(answer.ok ? answer.value.rows : []);
      setFound({ search, rows, problem: answer.ok ? null : answer.problem });
    });
    return () => {
      left = true;
    };
  }, [projectionId, search]);
  if (!search) return { rows: null, pending: false, problem: null };
  return {
    rows: found && !found.problem ? found.rows : null,
    pending: found?.search !== search,
    problem: found?.problem ?? null,
  };
}
