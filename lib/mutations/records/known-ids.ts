/**
 * Ids that a run of batches has looked up or made, so that the next batch need not ask again. Rows can vanish between
 * batches (another import is undone): whoever meets a broken reference forgets all and tries once more.
 */
export class KnownIds {
  readonly benchmarks = new Map<string, string>();
  /** By benchmark id and task name. */
  readonly tasks = new Map<string, { id: string; hasText: boolean; answerChars: number }>();
  /** By fingerprint. */
  readonly settings = new Map<string, string>();

  forget(): void {
    this.benchmarks.clear();
    this.tasks.clear();
    this.settings.clear();
  }
}
