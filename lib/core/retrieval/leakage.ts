import { normalText } from './normal-text';
import type { PoolMatrix } from './pool';
import { isSameTask, type TargetTask } from './scope';
import { resemblance, wordRuns } from './word-runs';

export const leakageKinds = ['same-task', 'same-repository', 'same-text', 'answer-text'] as const;
export type LeakageKind = (typeof leakageKinds)[number];

/** One reason to suspect that a memory gives the answer of a task away. */
export interface LeakageEvidence {
  kind: LeakageKind;
  /** How strongly it speaks, 0 to 1: 1 for the same task, else the share that both have. */
  score: number;
  /** What was found, for a reader. */
  detail: string;
}

/** A task as the audit looks at it. */
export interface AuditedTask extends TargetTask {
  text: string | null;
  /** The gold patch and its tests, where they are known. */
  answer: string | null;
}

/** From this resemblance of their texts on, two tasks count as one. */
export const sameTextThreshold = 0.5;
/** From this share of the answer's word runs on, a memory counts as holding it. */
export const answerTextThreshold = 0.1;

const wordsPerTextRun = 3;
/** Long enough that two texts about the same code do not share them by chance. */
const wordsPerAnswerRun = 8;

/** Issues of the same repository share code, and often the fix. */
const repositoryScore = 0.5;

/**
 * Finds what speaks for a leak, memory by memory: the same task, the same repository (read off the names of tasks as
 * SWE-bench writes them, `owner__name-number`), nearly the same task text, and word runs of the gold patch or tests.
 *
 * @complexity O(words) per text, once; O(smaller text) per pair
 */
export class LeakageAudit {
  readonly #pool: PoolMatrix;
  readonly #memoryRuns = new Map<number, ReadonlySet<string> | null>();
  readonly #contentRuns = new Map<number, ReadonlySet<string>>();
  readonly #taskRuns = new WeakMap<AuditedTask, ReadonlySet<string> | null>();
  readonly #answerRuns = new WeakMap<AuditedTask, ReadonlySet<string> | null>();
  /** The arms of an ablation find the same memories for a task again and again. */
  readonly #known = new WeakMap<AuditedTask, Map<number, LeakageEvidence[]>>();

  constructor(pool: PoolMatrix) {
    this.#pool = pool;
  }

  /** The evidence against one memory for one task, strongest first; none for no suspect. */
  evidence(task: AuditedTask, row: number): LeakageEvidence[] {
    const known = cached(this.#known, task, () => new Map<number, LeakageEvidence[]>());
    return cached(known, row, () => this.#find(task, row));
  }

  #find(task: AuditedTask, row: number): LeakageEvidence[] {
    const pool = this.#pool;
    const found: LeakageEvidence[] = [];
    if (isSameTask(pool, row, task))
      found.push({ kind: 'same-task', score: 1, detail: `made on ${task.task}` });
    const repository = repositoryOf(task.task);
    if (repository !== null && repository === repositoryOf(pool.tasks[row]!))
      found.push({ kind: 'same-repository', score: repositoryScore, detail: repository });
    const alike = this.#sameText(task, row);
    if (alike >= sameTextThreshold)
      found.push({
        kind: 'same-text',
        score: alike,
        detail: `${Math.round(alike * 100)} % of the word triples of both task texts`,
      });
    const shared = this.#answerText(task, row);
    if (shared >= answerTextThreshold)
      found.push({
        kind: 'answer-text',
        score: shared,
        detail: `${Math.round(shared * 100)} % of the word runs of the gold patch or tests`,
      });
    return found.sort((a, b) => b.score - a.score);
  }

  #sameText(task: AuditedTask, row: number): number {
    const own = cached(this.#taskRuns, task, () => runsOf(task.text, wordsPerTextRun));
    if (!own) return 0;
    const other = cached(this.#memoryRuns, row, () => runsOf(this.#pool.taskTexts[row]!, wordsPerTextRun));
    // Sets of very unlike sizes cannot resemble each other that much.
    if (!other || Math.min(own.size, other.size) < sameTextThreshold * Math.max(own.size, other.size))
      return 0;
    return resemblance(own, other);
  }

  #answerText(task: AuditedTask, row: number): number {
    const answer = cached(this.#answerRuns, task, () => runsOf(task.answer, wordsPerAnswerRun));
    if (!answer) return 0;
    const memory = cached(this.#contentRuns, row, () =>
      wordRuns(normalText(this.#pool.contents[row]!), wordsPerAnswerRun),
    );
    let shared = 0;
    for (const run of answer) if (memory.has(run)) shared++;
    return shared / answer.size;
  }
}

/** `django__django-11099` is of `django/django`; null for names of another form. */
export function repositoryOf(task: string | null): string | null {
  const parts = /^(?:.*\/)?([\w.-]+?)__([\w.-]+)-\d+$/.exec(task ?? '');
  return parts ? `${parts[1]}/${parts[2]}`.toLowerCase() : null;
}

/** Null for a text that is shorter than one run: it says too little to be compared. */
function runsOf(text: string | null, length: number): ReadonlySet<string> | null {
  const words = normalText(text ?? '');
  return words.split(' ').length < length ? null : wordRuns(words, length);
}

function cached<K, V>(
  map: { has(key: K): boolean; get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  make: () => V,
): V {
  if (map.has(key)) return map.get(key)!;
  const made = make();
  map.set(key, made);
  return made;
}
