import { z } from 'zod';
import {
  defineImporter,
  type ImportedRecord,
  type MemoryRecord,
  type SourceFile,
  type TrialRecord,
} from '../importer';
import { asList, asName, asObject } from '../json-values';
import { memoryIdentity } from '../paper-pool/identity';
import { toVector } from '../paper-pool/vector';
import { headRecords, jsonRecords } from '../source/json-records';
import { ownSource, toJudgement, toMemory, toRetrieval, toStep, toTask, toTrial } from './map';
import {
  type CarryoverLine,
  carryoverLine,
  type JudgementLine,
  type MemoryLine,
  type TrialLine,
} from './schema';

/** Keys that a line of each type cannot do without, so that another format's `type` is not taken for ours. */
const marks: Record<string, readonly string[]> = {
  trial: ['benchmark', 'task', 'condition'],
  memory: ['pool', 'memoryType', 'content'],
  retrieval: ['benchmark', 'task', 'hits'],
  task: ['benchmark', 'task'],
  judgement: ['judge', 'benchmark', 'verdict'],
};

const isOurs = (value: unknown): boolean => {
  const line = asObject(value);
  const keys = marks[asName(line?.type) ?? ''];
  return line !== null && (keys?.every((key) => key in line) ?? false);
};

/** Carryover's own JSON Lines: what an adapter for any other tool writes. See docs/import-format.md. */
export const carryoverJsonl = defineImporter({
  id: 'carryover-jsonl',
  label: 'Carryover JSON Lines',

  async recognises(file) {
    if (file.kind === 'jsonl') return headRecords(file).some(isOurs);
    return file.kind === 'json' && (asList(await file.json()) ?? []).slice(0, 5).some(isOurs);
  },

  read: (file) => new LineReader().read(file),
});

/** Keeps what spans lines: the trial whose steps are still coming, and what names and lengths were met. */
class LineReader {
  #open: TrialRecord | null = null;
  #occurrences = new Map<string, number>();
  #dimensions = new Map<string, number>();

  async *read(file: SourceFile): AsyncGenerator<ImportedRecord> {
    for await (const record of jsonRecords(file)) {
      const { where } = record;
      if (record.problem !== undefined) {
        yield { kind: 'rejection', where, reason: record.problem };
        continue;
      }
      for (const message of record.concessions) yield { kind: 'warning', where, message };
      const parsed = carryoverLine.safeParse(record.value);
      if (parsed.success) yield* this.#line(parsed.data, where);
      else yield { kind: 'rejection', where, reason: explain(parsed.error) };
    }
    yield* this.#close();
  }

  *#line(line: CarryoverLine, where: string): Generator<ImportedRecord> {
    if (line.type === 'step') {
      yield* this.#step(line, where);
      return;
    }
    yield* this.#close();
    if (line.type === 'trial') this.#open = toTrial(line, this.#trialId(line));
    else if (line.type === 'memory') yield* this.#memory(line, where);
    else if (line.type === 'task') yield toTask(line);
    else if (line.type === 'judgement') yield toJudgement(line, this.#judgementId(line));
    else {
      const trial = line.trial ? { source: ownSource, externalId: line.trial } : null;
      const { benchmark, task, condition } = line;
      yield {
        kind: 'retrieval',
        benchmark,
        task,
        trial,
        condition: condition ?? null,
        retrieval: toRetrieval(line),
      };
    }
  }

  *#step(line: Extract<CarryoverLine, { type: 'step' }>, where: string): Generator<ImportedRecord> {
    const trial = this.#open;
    if (!trial || (line.trial && line.trial !== trial.externalId)) {
      yield { kind: 'rejection', where, reason: 'a step line must follow the trial it belongs to' };
      return;
    }
    trial.trajectory ??= { format: 'carryover-jsonl', steps: [] };
    trial.trajectory.steps.push(toStep(line));
  }

  *#close(): Generator<ImportedRecord> {
    if (this.#open) yield this.#open;
    this.#open = null;
  }

  /** Without an id a trial is the n-th of its task under its condition, so that writing the same file again changes nothing. */
  #trialId(line: TrialLine): string {
    return (
      line.id ??
      this.#numbered([line.condition, line.benchmark, line.task, line.attempt ?? ''].join('/'), '/')
    );
  }

  #judgementId({ id, judge, trial, benchmark, task }: JudgementLine): string {
    return id ?? trial ?? this.#numbered(['judgement', judge, benchmark, task ?? ''].join('/'), '/');
  }

  #numbered(identity: string, separator: string): string {
    const occurrence = (this.#occurrences.get(identity) ?? 0) + 1;
    this.#occurrences.set(identity, occurrence);
    return `${identity}${separator}${occurrence}`;
  }

  *#memory(line: MemoryLine, where: string): Generator<ImportedRecord> {
    const memory = toMemory(line);
    if (line.madeAt && !memory.madeAt) {
      const message = `madeAt: “${line.madeAt}” is no time with a zone, and is compared with no other`;
      yield { kind: 'warning', where, message };
    }
    const embeddings: MemoryRecord['embeddings'] = [];
    for (const [i, { model, vector: given }] of line.embeddings.entries()) {
      const { vector, problem } = toVector(given);
      const known = this.#dimensions.get(`${line.pool}\n${model}`) ?? vector?.length;
      if (vector && vector.length === known) {
        this.#dimensions.set(`${line.pool}\n${model}`, known);
        embeddings.push({ model, vector });
      } else {
        const reason =
          problem ?? `its vector has ${vector?.length} dimensions, others of ${model} have ${known}`;
        yield {
          kind: 'rejection',
          where: `${where}, embeddings[${i}]`,
          reason: `${reason}; its text is kept`,
        };
      }
    }
    yield { ...memory, externalId: line.id ?? this.#numbered(memoryIdentity(memory), '#'), embeddings };
  }
}

function explain(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return z.prettifyError(error);
  const at = issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  return `${at}${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`;
}
