import { useEffect, useState } from 'react';
import { sendJson } from '@/app/_components/send-json';
import type { MemoryText } from '@/lib/queries/memory-text';

/** Beginnings of memories that were looked at, the latest last. */
const kept = new Map<string, MemoryText>();
const mostKept = 500;
/** A pointer that only passes over a point asks for nothing. */
const restMs = 100;

function keep(memory: MemoryText): void {
  kept.delete(memory.id);
  kept.set(memory.id, memory);
  if (kept.size > mostKept) kept.delete(kept.keys().next().value!);
}

/** The beginning of a memory's text, fetched when it is first looked at; null until it is there. */
export function useMemoryText(id: string | null): { text: MemoryText | null; problem: string | null } {
  const [answer, setAnswer] = useState<{ id: string; problem: string | null } | null>(null);
  useEffect(() => {
    if (id === null || kept.has(id)) return;
    let left = false;
    const timer = setTimeout(async () => {
      const found = await sendJson<{ memory: MemoryText }>('GET', `/api/v1/memories/${id}`);
      if (found.ok) keep(found.value.memory);
      if (!left) setAnswer({ id, problem: found.ok ? null : found.problem.message });
    }, restMs);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [id]);
  const text = id === null ? null : (kept.get(id) ?? null);
  return { text, problem: answer !== null && answer.id === id ? answer.problem : null };
}
