'use client';

import { useRef, useState } from 'react';
import type { GivenFile } from './dropped-files';
import { Transfer, type TransferState } from './transfer';

export interface ShownTransfer extends TransferState {
  key: number;
}

/** Uploads one after another, and tells when all that was given has arrived. */
export function useTransfers(onArrived: (files: { artefact: string; name: string }[]) => void) {
  const [shown, setShown] = useState<ShownTransfer[]>([]);
  const running = useRef(new Map<number, Transfer>());
  const next = useRef(0);

  const send = async (files: readonly GivenFile[]) => {
    const batch = files.map((given) => {
      const key = next.current++;
      const show = (state: TransferState) =>
        setShown((all) => {
          const others = all.filter((one) => one.key !== key);
          return [...others, { ...state, key }].sort((a, b) => a.key - b.key);
        });
      const transfer = new Transfer(given, show);
      running.current.set(key, transfer);
      return { key, transfer };
    });
    const arrived: { artefact: string; name: string }[] = [];
    for (const { key, transfer } of batch) {
      if (!running.current.has(key)) continue;
      const end = await transfer.run();
      running.current.delete(key);
      if (end.artefact) arrived.push({ artefact: end.artefact, name: end.name });
    }
    if (arrived.length > 0) onArrived(arrived);
  };

  return {
    shown,
    send,
    pause: (key: number) => running.current.get(key)?.pause(),
    resume: (key: number) => running.current.get(key)?.resume(),
    cancel: async (key: number) => {
      await running.current.get(key)?.cancel();
      running.current.delete(key);
      setShown((all) => all.filter((one) => one.key !== key));
    },
  };
}
