/** What arms ranked for tasks, memories by number, in one block that threads share instead of copying it. */
export interface RankedArms {
  armCount: number;
  taskCount: number;
  /** Length of the longest list. */
  depth: number;
  /** arm × task × rank; −1 after the end of a list. */
  memories: Int32Array<SharedArrayBuffer>;
  /** arm × task: 1 where the arm could search, though it may have found nothing. */
  searched: Uint8Array<SharedArrayBuffer>;
}

/** Room for rankings: nothing is searched yet. */
export function emptyRankings(armCount: number, taskCount: number, depth: number): RankedArms {
  const cells = armCount * taskCount;
  const memories = new Int32Array(new SharedArrayBuffer(cells * depth * Int32Array.BYTES_PER_ELEMENT));
  return {
    armCount,
    taskCount,
    depth,
    memories: memories.fill(-1),
    searched: new Uint8Array(new SharedArrayBuffer(cells)),
  };
}

/** Writes down what an arm found for a task, best first. @throws RangeError when the list is longer than there is room */
export function setRanking(of: RankedArms, arm: number, task: number, ranking: readonly number[]): void {
  if (ranking.length > of.depth)
    throw new RangeError(`room for ${of.depth} memories a task, got ${ranking.length}`);
  const cell = arm * of.taskCount + task;
  of.memories.set(ranking, cell * of.depth);
  of.searched[cell] = 1;
}

/** What an arm found for a task, best first; null where it could not search. */
export function rankingOf(
  { taskCount, depth, memories, searched }: RankedArms,
  arm: number,
  task: number,
): number[] | null {
  const cell = arm * taskCount + task;
  if (searched[cell] === 0) return null;
  const list = memories.subarray(cell * depth, (cell + 1) * depth);
  const end = list.indexOf(-1);
  return Array.from(end < 0 ? list : list.subarray(0, end));
}
