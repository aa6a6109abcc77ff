import { ExportMenu } from '@/app/_components/export-menu';
import { countOf } from '@/app/_components/format';
import { Panel } from '@/app/_components/panel';
import { memoryFlipsTable } from '@/lib/exporters/ledger-tables';
import type { Provenance } from '@/lib/exporters/provenance';
import { type Ledger, type NamedMemory, toldMemories } from '@/lib/queries/get-ledger';
import { MemoryFlipsTable } from './memory-flips-table';

const note =
  'How tasks ended whose prompts held a memory; a task counts once for each condition. Fisher’s exact test asks whether, among the tasks that flipped, those with the memory were lost more or less often than those without it; q by Benjamini–Hochberg over the memories that could be tested at all. Observational: a retrieval chose the memory because of the task.';

/** The same flips, grouped by the memories in their prompts. */
export function MemoryPanel({
  studyId,
  ledger,
  named,
  memoryHref,
  provenance,
}: {
  studyId: string;
  ledger: Ledger;
  named: ReadonlyMap<string, NamedMemory>;
  memoryHref: (memory: string) => string;
  provenance: Provenance;
}) {
  const rows = ledger.memories.slice(0, toldMemories);
  const title = 'Memories in the prompts';
  if (rows.length === 0) {
    return (
      <Panel title={title} note={note}>
        <p className="text-muted">
          No prompt of these tasks is linked to a memory of this study. Import the pool that the trials drew
          from; its memories are matched with the prompts by name and text.
        </p>
      </Panel>
    );
  }
  const table = memoryFlipsTable(
    rows,
    (id) => {
      const memory = named.get(id);
      return {
        title: memory?.title ?? 'deleted',
        type: memory?.type ?? '',
        source: memory?.sourceBenchmark ?? '',
      };
    },
    [note],
  );
  return (
    <Panel
      title={title}
      note={`${note}${ledger.memories.length > rows.length ? ` Shown: the ${rows.length} most often lost of ${countOf(ledger.memories.length, 'memory', 'memories')}.` : ''}`}
      actions={
        <ExportMenu
          title="the memories"
          file={`${studyId}-flips-by-memory`}
          table={table}
          provenance={provenance}
        />
      }
    >
      <MemoryFlipsTable {...{ studyId, rows, named, memoryHref }} benchmarks={ledger.choices.benchmarks} />
    </Panel>
  );
}
