import type { MemoryRecord } from '../importer';
import { memoryIdentity } from '../paper-pool/identity';
import { settingsWithoutSecrets } from '../without-secrets';
import { firstLine } from './first-line';
import { Occurrences } from './occurrences';

/** A memory as its format tells it: what the format has no word for is left out. */
export type MemoryDraft = Pick<MemoryRecord, 'type' | 'content'> &
  Partial<Omit<MemoryRecord, 'kind' | 'pool' | 'externalId' | 'type' | 'content'>> & {
    /** The id that the system gave it; without one it is known by its content. */
    id?: string | null;
  };

/** Turns the drafts of one file into records, each with an identity of its own within the pool. */
export class DraftedPool {
  #occurrences = new Occurrences();

  constructor(readonly name: string) {}

  /**
   * A draft without a title is titled by its description, else by its content; it is found by its description, else
   * by its title. Equal ids of one file are told apart by order: they are entries of their own.
   */
  toRecord(draft: MemoryDraft): MemoryRecord {
    const { id, ...given } = draft;
    const description = given.description ?? '';
    const title = given.title || firstLine(description || given.content);
    const memory: Omit<MemoryRecord, 'externalId'> = {
      sourceBenchmark: null,
      sourceTask: null,
      sourceTaskText: null,
      success: null,
      embeddings: [],
      ...given,
      kind: 'memory',
      pool: this.name,
      title,
      description,
      keyText: given.keyText || description || title,
      details: settingsWithoutSecrets(withoutAbsent(given.details ?? {})) ?? {},
    };
    return { ...memory, externalId: id ? this.#occurrences.tellApart(id) : this.#ofContent(memory) };
  }

  #ofContent(memory: Omit<MemoryRecord, 'externalId'>): string {
    const identity = memoryIdentity(memory);
    return `${identity}#${this.#occurrences.next(identity)}`;
  }
}

const withoutAbsent = (details: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null && value !== undefined));
