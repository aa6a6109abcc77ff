import type { LedgerGroup, LedgerPair, LedgerSettings, MemoryFlips } from './ledger';
import { groupLedger } from './ledger-groups';
import { memoryFlips } from './ledger-memories';

export interface LedgerFigures {
  groups: LedgerGroup[];
  memories: MemoryFlips[];
}

/**
 * Everything that is counted of a ledger: groups over the pairs on screen, memories over the same without the choice of
 * one memory, since what held it is compared with what did not.
 *
 * @param memory only the pairs whose prompts held it are grouped; undefined for all
 * @complexity see `groupLedger` and `memoryFlips`
 */
export function describeLedger({
  pairs,
  memory,
  settings,
}: {
  pairs: readonly LedgerPair[];
  memory: string | undefined;
  settings: LedgerSettings;
}): LedgerFigures {
  const shown = memory === undefined ? pairs : pairs.filter(({ memories }) => memories.includes(memory));
  return { groups: groupLedger(shown, settings), memories: memoryFlips(pairs) };
}
