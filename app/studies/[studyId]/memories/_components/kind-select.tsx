'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { type Problem, sendJson } from '@/app/_components/send-json';
import {
  type MetaKnowledgeKind,
  metaKnowledge,
  metaKnowledgeKinds,
} from '@/lib/core/memories/meta-knowledge';

/** Sets an insight's kind by hand. */
export function KindSelect({ memoryId, kind }: { memoryId: string; kind: MetaKnowledgeKind | null }) {
  const router = useRouter();
  const [chosen, setChosen] = useState<string>(kind ?? '');
  const [problem, setProblem] = useState<Problem | null>(null);
  const choose = async (value: string) => {
    setChosen(value);
    const answer = await sendJson('PATCH', `/api/v1/memories/${memoryId}`, { metaKnowledge: value || null });
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) router.refresh();
    else setChosen(kind ?? '');
  };
  return (
    <>
      <select
        className="field w-full max-w-64"
        aria-label="Kind of meta-knowledge"
        value={chosen}
        onChange={(e) => void choose(e.target.value)}
      >
        <option value="">not sorted</option>
        {metaKnowledgeKinds.map((one) => (
          <option key={one} value={one}>
            {metaKnowledge[one].label}
          </option>
        ))}
      </select>
      {problem ? <p className="mt-1 text-xs text-bad">{problem.message}</p> : null}
    </>
  );
}
