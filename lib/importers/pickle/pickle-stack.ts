import { ByteCursor } from './byte-cursor';
import { PickleRefusal } from './pickle-error';
import { PickleSet, PickleTuple, type PickleValue } from './values';

/** Copies may together hold this many units per byte of the file: shared data stay shared, so honest files need none. */
const copiesPerByte = 4;
const freeCopies = 1_000_000;

/** The stack, marks and memo of the pickle machine. Every access is checked; every refusal names the byte. */
export class PickleStack {
  readonly cursor: ByteCursor;
  #stack: PickleValue[] = [];
  #marks: number[] = [];
  #memo = new Map<number, PickleValue>();
  #copies: number;

  constructor(bytes: Buffer) {
    this.cursor = new ByteCursor(bytes);
    this.#copies = freeCopies + bytes.length * copiesPerByte;
  }

  push(value: PickleValue): void {
    this.#stack.push(value);
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
    const items: PickleValue[] = [];
    for (let i = 0; i < count; i++) items.unshift(this.pop());
    return items;
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
    this.#memo.set(key, this.top());
  }

  rememberNext(): void {
    this.remember(this.#memo.size);
  }

  recall(key: number): void {
    if (!this.#memo.has(key)) throw this.malformed(`it refers to memo ${key}, which was never written`);
    this.push(this.#memo.get(key)!);
  }

  append(items: readonly PickleValue[]): void {
    const list = this.top();
    if (!Array.isArray(list)) throw this.forbidden('it appends to something that is no list');
    for (const item of items) list.push(item);
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
    this.push(new PickleTuple(this.popMany(length)));
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
