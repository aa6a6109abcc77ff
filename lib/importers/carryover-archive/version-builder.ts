import { suggestBaseline } from '@/lib/core/gains/baselines';
import type { StudyVersion, VersionTrial } from '@/lib/core/versions/study-version';
import type { ConditionSettings } from '@/lib/core/vocabulary';
import { toMemory, toTask } from '../carryover-jsonl/map';
import type { MemoryLine, TaskLine } from '../carryover-jsonl/schema';
import { contentHash } from '../content-hash';

/** What a version says beside its records. */
export type VersionSettings = Pick<StudyVersion, 'name' | 'threshold' | 'baseline' | 'conditions' | 'claims'>;

/** Gathers a version of a study record by record, from an archive's lines or from a store's. */
export class VersionBuilder {
  readonly #tasks: StudyVersion['tasks'] = [];
  readonly #memories: StudyVersion['memories'] = [];
  readonly #trials: VersionTrial[] = [];
  /** Settings of conditions as their first trial states them. */
  readonly #conditions = new Map<string, ConditionSettings>();

  addTask(line: TaskLine): void {
    const { benchmark, task, text, answer } = toTask(line);
    this.#tasks.push({ benchmark, task, hash: contentHash([text, answer ?? null]) });
  }

  /** @param id its name in the pool */
  addMemory(line: MemoryLine, id: string): void {
    const { kind: _, pool, type, utility: __, details: ___, madeAt: ____, ...content } = toMemory(line);
    this.#memories.push({ pool, id, type, hash: contentHash({ type, ...content }) });
  }

  addTrial(trial: VersionTrial, settings: ConditionSettings): void {
    this.#trials.push(trial);
    if (!this.#conditions.has(trial.condition)) this.#conditions.set(trial.condition, settings);
  }

  /** The version; without a baseline of its own the likely one, as pages show it. */
  finish({ conditions, baseline, ...settings }: VersionSettings): StudyVersion {
    const known = new Set(conditions.map(({ label }) => label));
    const all = [
      ...conditions,
      ...[...this.#conditions].flatMap(([label, found]) =>
        known.has(label) ? [] : [{ label, settings: found }],
      ),
    ];
    return {
      ...settings,
      baseline: baseline ?? (all.length > 0 ? suggestBaseline(all).label : null),
      conditions: all,
      tasks: this.#tasks,
      trials: this.#trials,
      memories: this.#memories,
    };
  }
}
