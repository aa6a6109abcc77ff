/** The k of pass@k that are worth offering: one to ten, the number of attempts there are, and the one in use. */
export function offeredK(attempts: number, current: number): number[] {
  const few = Array.from({ length: Math.min(10, Math.max(1, attempts)) }, (_, i) => i + 1);
  return [...new Set([...few, Math.max(1, attempts), current])].sort((a, b) => a - b);
}
