import { ByteCursor } from './byte-cursor';
import { PickleRefusal } from './pickle-error';
import { recalledMemos } from './recalled-memos';
import { PickleSet, PickleTuple, type PickleValue } from './values';

/** Copies may together hold this many units per byte of the file: shared data stay shared, so honest files need none. */
const copiesPerByte = 4;
const freeCopies = 1_000_000;

/** One byte can make a dict, which takes hundreds: beyond this a short file fills the memory. */
const containerLimit = 4_000_000;
const depthLimit = 50_000_000;
const memoLimit = 3_000_000;

/** Takes the items of the outermost list as they come. */
export type ItemSink = (item: PickleValue) => void;

/** The stack, marks and memo of the pickle machine. Every access is checked; every refusal names the byte. */
export class PickleStack {
  readonly cursor: ByteCursor;
  #stack: PickleValue[] = [];
  #marks: number[] = [];
  #memo = new Map<number, PickleValue>();
  /** What the memo is asked for later, when that is known; then nothing else is kept in it. */
  readonly #recalled: ReadonlySet<number> | null;
  #memoized = 0;
  #copies: number;
  #containers = 0;
  readonly #sink: ItemSink | null;

  constructor(bytes: Buffer, sink: ItemSink | null = null) {
    this.cursor = new ByteCursor(bytes);
    this.#copies = freeCopies + bytes.length * copiesPerByte;
    this.#recalled = recalledMemos(bytes);
    // A list that is recalled could be looked into later, so it must be there. Its key is the first in any pickle.
    this.#sink = this.#recalled && !this.#recalled.has(0) && !this.#recalled.has(1) ? sink : null;
  }

  push(value: PickleValue): void {
    if (this.#stack.length >= depthLimit)
      throw new PickleRefusal('limit-exceeded', 'it holds too many values at once', this.cursor.at);
    this.#stack.push(value);
  }

  pushContainer(value: PickleValue): void {
    if (++this.#containers > containerLimit)
      throw new PickleRefusal('limit-exceeded', 'it holds too many lists and dicts', this.cursor.at);
    this.push(value);
  }

  /** Values below the last mark belong to what is being collected around it. */
  pop(): PickleValue {
    if (this.#isBare()) throw this.malformed('it takes more from its stack than is there');
    return this.#stack.pop()!;
  }

  top(): PickleValue {
    if (this.#isBare()) throw this.malformed('it looks at an empty stack');
    return this.#stack.at(-1)!;
  }

  #isBare(): boolean {
    return this.#stack.length <= (this.#marks.at(-1) ?? 0);
  }

  popMany(count: number): PickleValue[] {
    const start = this.#stack.length - count;
    if (start < (this.#marks.at(-1) ?? 0)) throw this.malformed('it takes more from its stack than is there');
    return this.#stack.splice(start);
  }

  mark(): void {
    this.#marks.push(this.#stack.length);
  }

  sinceMark(): PickleValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw this.malformed('it collects back to a mark that is not there');
    return this.#stack.splice(mark);
  }

  /** POP also removes a mark that nothing follows. */
  discard(): void {
    if (this.#marks.at(-1) === this.#stack.length) this.#marks.pop();
    else this.pop();
  }

  remember(key: number): void {
    const value = this.top();
    if (this.#recalled && !this.#recalled.has(key)) return;
    if (this.#memo.size >= memoLimit)
      throw new PickleRefusal('limit-exceeded', 'it remembers too many values', this.cursor.at);
    this.#memo.set(key, value);
  }

  rememberNext(): void {
    this.remember(this.#recalled ? this.#memoized++ : this.#memo.size);
  }

  recall(key: number): void {
    if (!this.#memo.has(key)) throw this.malformed(`it refers to memo ${key}, which was never written`);
    this.push(this.#memo.get(key)!);
  }

  append(items: readonly PickleValue[]): void {
    const list = this.top();
    if (!Array.isArray(list)) throw this.forbidden('it appends to something that is no list');
    if (this.#sink && list.length === 0 && this.#stack.length === 1 && this.#marks.length === 0)
      for (const item of items) this.#sink(item);
    else for (const item of items) list.push(item);
  }

  /** The list that whatever is collected now goes to when nothing is collected yet, as Python writes lists. */
  listAtMark(): PickleValue[] | null {
    const mark = this.#marks.at(-1);
    if (mark !== this.#stack.length || mark <= (this.#marks.at(-2) ?? 0)) return null;
    const below = this.#stack[mark - 1];
    return Array.isArray(below) ? below : null;
  }

  dropMark(): void {
    this.#marks.pop();
  }

  addToSet(items: readonly PickleValue[]): void {
    const set = this.top();
    if (!(set instanceof PickleSet)) throw this.forbidden('it adds to something that is no set');
    for (const item of items) set.items.push(item);
  }

  setOnDict(items: readonly PickleValue[]): void {
    const dict = this.top();
    if (!(dict instanceof Map)) throw this.forbidden('it sets items of something that is no dict');
    this.fillDict(dict, items);
  }

  fillDict(dict: Map<PickleValue, PickleValue>, items: readonly PickleValue[]): PickleValue {
    if (items.length % 2 !== 0) throw this.malformed('a dict has a key without a value');
    for (let i = 0; i < items.length; i += 2) dict.set(items[i]!, items[i + 1]!);
    return dict;
  }

  tuple(length: number): void {
    this.pushContainer(new PickleTuple(this.popMany(length)));
  }

  /** What a constructor copies; beyond the budget a short file would fill the memory with itself. */
  charge(units: number): void {
    this.#copies -= units;
    if (this.#copies < 0) {
      throw new PickleRefusal('limit-exceeded', 'it copies its own data over and over', this.cursor.at);
    }
  }

  malformed(reason: string): PickleRefusal {
    return new PickleRefusal('unreadable-file', reason, this.cursor.at);
  }

  forbidden(reason: string): PickleRefusal {
    return new PickleRefusal('forbidden', reason, this.cursor.at);
  }
}
