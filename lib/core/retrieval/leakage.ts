import { addedText, answerParts, holdsDiff } from './answer-text';
import { normalText } from './normal-text';
import type { PoolMatrix } from './pool';
import { holdsHash, joinedHashes, runHashes, sharedHashes } from './run-hashes';
import { isSameTask, type TargetTask } from './scope';
import { resemblance, wordRuns } from './word-runs';

export const leakageKinds = ['same-task', 'same-repository', 'same-text', 'answer-text', 'later'] as const;
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
  /** The gold patch and its tests, where they are known; see `joinAnswer`. */
  answer: string | null;
  /** When the first trial of the task began, in milliseconds of Unix time; null or left out when nobody knows. */
  firstTrialAt?: number | null;
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
/** Less than the least share that counts as evidence: the time tells nothing of what a memory says. */
const laterScore = 0.05;

/**
 * Whether evidence makes a suspect of a memory, one that may give the answer away. That it was made later does not by
 * itself: pools are often made of the very trials that later ones are compared with, and then half of a pool is later
 * than the first trial of any task.
 */
export const isSuspect = (evidence: readonly { kind: string }[]): boolean =>
  evidence.some(({ kind }) => kind !== 'later');

/**
 * Finds what speaks for a leak, memory by memory: the same task, the same repository (read off the names of tasks as
 * SWE-bench writes them, `owner__name-number`), nearly the same task text, word runs of the gold patch or tests, and that
 * the memory was made after the first trial of the task began. Each is looked for by itself: none hides another.
 *
 * @complexity O(words · log words) per text, once; O(smaller text · log of the larger) per pair
 */
export class LeakageAudit {
  readonly #pool: PoolMatrix;
  /** By text: a pool has many memories of each task. */
  readonly #textRuns = new Map<string | null, ReadonlySet<string> | null>();
  readonly #contentRuns = new Map<number, Uint32Array>();
  readonly #taskRuns = new WeakMap<AuditedTask, ReadonlySet<string> | null>();
  readonly #answerRuns = new WeakMap<AuditedTask, readonly Uint32Array[]>();
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
    const later = laterBy(task, pool.madeAt[row]!);
    if (later) found.push({ kind: 'later', score: laterScore, detail: later });
    return found.sort((a, b) => b.score - a.score);
  }

  #sameText(task: AuditedTask, row: number): number {
    const own = cached(this.#taskRuns, task, () => runsOf(task.text, wordsPerTextRun));
    if (!own) return 0;
    const text = this.#pool.taskTexts[row]!;
    const other = cached(this.#textRuns, text, () => runsOf(text, wordsPerTextRun));
    // Sets of very unlike sizes cannot resemble each other that much.
    if (!other || Math.min(own.size, other.size) < sameTextThreshold * Math.max(own.size, other.size))
      return 0;
    return resemblance(own, other);
  }

  /** The greatest share of a part's runs: a memory with the whole patch need not have the tests as well. */
  #answerText(task: AuditedTask, row: number): number {
    if (!task.answer) return 0;
    const parts = cached(this.#answerRuns, task, () => runsOfAnswer(task));
    if (parts.length === 0) return 0;
    const memory = cached(this.#contentRuns, row, () => runsOfMemory(this.#pool, row));
    return Math.max(...parts.map((runs) => sharedHashes(runs, memory) / runs.length));
  }
}

/** Runs of each part of the answer that the task does not tell by itself; parts without any are left out. */
function runsOfAnswer({ text, answer }: AuditedTask): Uint32Array[] {
  const told = runHashes(text ?? '', wordsPerAnswerRun);
  return answerParts(answer ?? '')
    .map((part) => runHashes(addedText(part), wordsPerAnswerRun).filter((run) => !holdsHash(told, run)))
    .filter((runs) => runs.length > 0);
}

/** A memory may hold a patch as a diff, whose context parts what the patch adds. */
function runsOfMemory(pool: PoolMatrix, row: number): Uint32Array {
  const text = [pool.titles[row], pool.descriptions[row], pool.contents[row]].join('\n');
  const texts = holdsDiff(text) ? [text, addedText(text)] : [text];
  return joinedHashes(texts.map((one) => runHashes(one, wordsPerAnswerRun)));
}

/** In words by how much a memory is later than the first trial of the task; null when it is not, or nobody knows. */
function laterBy({ firstTrialAt }: AuditedTask, madeAt: number | null): string | null {
  if (firstTrialAt == null || madeAt === null || madeAt <= firstTrialAt) return null;
  const at = (time: number) => new Date(time).toISOString().slice(0, 19).replace('T', ' ');
  return `made ${at(madeAt)}, the first trial of the task began ${at(firstTrialAt)} UTC`;
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
