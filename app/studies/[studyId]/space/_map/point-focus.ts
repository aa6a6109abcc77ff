import { useSyncExternalStore } from 'react';

/** The point that somebody has under the pointer or has come to by keyboard. */
export interface Focused {
  point: number;
  /** Stays when the pointer leaves: chosen by keyboard or touch. */
  kept: boolean;
}

/** Holds the focused point outside of React, so that moving the pointer renders no more than what shows it. */
export interface PointFocus {
  get(): Focused | null;
  set(focused: Focused | null): void;
  subscribe(listener: () => void): () => void;
}

export function createFocus(): PointFocus {
  const listeners = new Set<() => void>();
  let focused: Focused | null = null;
  return {
    get: () => focused,
    set(next) {
      if (next?.point === focused?.point && next?.kept === focused?.kept) return;
      focused = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const useFocused = (focus: PointFocus): Focused | null =>
  useSyncExternalStore(focus.subscribe, focus.get, () => null);
