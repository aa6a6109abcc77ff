import type { RetrievalRecord } from '../importer';
import { asList, asName, asNumber, type JsonObject } from '../json-values';
import { folderOf } from '../source/disk-tree';
import { unnamedBenchmark } from '../unnamed-benchmark';

/**
 * A line of MemRL's retrieval log. It names the memories that were in the prompt, best first. The similarities beside them
 * belong to the tasks that were compared, which are more than were chosen, so no hit has a score.
 */
export function toRetrieval(line: JsonObject, path: string, treeName: string): RetrievalRecord | null {
  const task = asName(line.task_id);
  const selected = asList(line.selected_ids);
  if (!task || !selected) return null;
  return {
    kind: 'retrieval',
    benchmark: task.startsWith('BigCodeBench/') ? 'bigcodebench' : unnamedBenchmark,
    task,
    trial: null,
    condition: conditionOf(line, path, treeName),
    retrieval: {
      query: null,
      method: null,
      hits: selected.map((id, i) => ({
        rank: i + 1,
        score: null,
        memoryExternalId: asName(id),
        text: '',
      })),
    },
  };
}

/** Runs lie in folders `<run>/epoch<n>/<phase>`; what a task was given changes from epoch to epoch. */
function conditionOf(line: JsonObject, path: string, treeName: string): string {
  const phase = asName(line.phase);
  const epoch = asNumber(line.epoch);
  const folders = [treeName, ...folderOf(path).split('/')].filter(
    (folder) => folder !== '' && !/^epoch\d+$/.test(folder) && folder !== phase,
  );
  return [folders.at(-1) ?? 'MemRL', epoch === null ? null : `epoch ${epoch}`, phase]
    .filter(Boolean)
    .join(' · ');
}
