import { useEffect, useState } from 'react';
import { type Problem, sendJson } from '@/app/_components/send-json';

export interface Answer<T> {
  found: T | null;
  pending: boolean;
  problem: Problem | null;
}

const nothing = { found: null, pending: false, problem: null };

/** What an address answers, once it has; nothing without an address, nor of an address that was asked before. */
export function useAnswer<T>(address: string | null): Answer<T> {
  const [state, setState] = useState<Answer<T>>(nothing);
  useEffect(() => {
    setState(address === null ? nothing : { ...nothing, pending: true });
    if (address === null) return;
    let left = false;
    void sendJson<T>('GET', address).then((answer) => {
      if (left) return;
      setState(answer.ok ? { ...nothing, found: answer.value } : { ...nothing, problem: answer.problem });
    });
    return () => {
      left = true;
    };
  }, [address]);
  return state;
}
