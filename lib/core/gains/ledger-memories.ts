import { benjaminiHochberg } from '@/lib/core/statistics/benjamini-hochberg';
import { fisherExact } from '@/lib/core/statistics/fisher-exact';
import { notEstimable } from '@/lib/core/vocabulary';
import type { LedgerPair, MemoryFlips } from './ledger';

const alpha = 0.05;

/**
 * How tasks ended by the memories in their prompts. Observational: a retrieval chose the memory because of the task.
 *
 *                    lost   gained
 *   with memory        a       b        Fisher's exact test over the pairs that flipped; pairs whose prompts held no
 *   without            c       d        memory at all are left out of both rows
 *
 * @param pairs lines of the ledger; a task counts once per condition
 * @returns memories that were in a prompt, most lost first, then most flipped
 * @complexity O(pairs · memories of a prompt + memories · flips)
 * @see Tarone 1990, Biometrics 46, on leaving out of the family what cannot be significant
 */
export function memoryFlips(pairs: readonly Pick<LedgerPair, 'outcome' | 'memories'>[]): MemoryFlips[] {
  const counts = new Map<string, { gained: number; lost: number; same: number }>();
  const all = { gained: 0, lost: 0, same: 0 };
  for (const { outcome, memories } of pairs) {
    if (memories.length === 0) continue;
    all[outcome]++;
    for (const memory of memories) {
      const own = counts.get(memory) ?? { gained: 0, lost: 0, same: 0 };
      own[outcome]++;
      counts.set(memory, own);
    }
  }
  const rows = [...counts].map(([memory, own]): MemoryFlips => {
    const { pValue, smallestPValue } = fisherExact(
      own.lost,
      own.gained,
      all.lost - own.lost,
      all.gained - own.gained,
    );
    const reason =
      own.lost + own.gained === 0
        ? 'no task with it flipped'
        : 'too few flips: no split of them would reach p < 0.05';
    return {
      ...{ memory, ...own },
      pValue: smallestPValue < alpha ? { value: pValue } : notEstimable(reason),
      qValue: null,
    };
  });
  const tested = rows.filter(({ pValue }) => pValue.value !== null);
  benjaminiHochberg(tested.map(({ pValue }) => pValue.value!)).forEach((q, i) => {
    tested[i]!.qValue = q;
  });
  return rows.sort(
    (a, b) => b.lost - a.lost || b.gained - a.gained || b.same - a.same || (a.memory < b.memory ? -1 : 1),
  );
}
