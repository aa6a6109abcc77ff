import { contentHash } from '../content-hash';
import type { MemoryRecord } from '../importer';

export type MemoryContent = Pick<
  MemoryRecord,
  'type' | 'title' | 'description' | 'content' | 'sourceBenchmark' | 'sourceTask'
>;

/**
 * What makes a memory the same memory wherever it lies: its text and its source, not its vectors or verdict. A pool adds
 * `#<occurrence>`, since equal entries of one file are entries of their own.
 */
export const memoryIdentity = (memory: MemoryContent): string =>
  contentHash([
    memory.type,
    memory.title,
    memory.description,
    memory.content,
    memory.sourceBenchmark,
    memory.sourceTask,
  ]);
