import { ByteCursor } from './byte-cursor';
import { constructorOf } from './constructors';
import { setArrayState, setDtypeState } from './numpy';
import { PickleRefusal } from './pickle-error';
import {
  parseBinaryLong,
  parseFloat0,
  parseInt0,
  parseLong0,
  parseString0,
  parseUnicode0,
} from './text-opcodes';
import { NumpyArray, NumpyDtype, Opaque, PickleSet, PickleTuple, type PickleValue } from './values';

export interface PickleResult {
  value: PickleValue;
  /** Bytes that follow the end of the pickle. */
  trailingBytes: number;
}

/** Copies may together hold this many units per byte of the file: shared data stay shared, so honest files need none. */
const copiesPerByte = 4;
const freeCopies = 1_000_000;

/**
 * Reads a Python pickle of protocol 0 to 5 without running any of it.
 *
 * A stack machine over a closed list of constructors that build plain data. Any other name becomes an inert marker, and
 * calling, building or extending through one is refused, as are persistent ids, extension codes and out-of-band
 * buffers. Loops only, so nesting of any depth is read; each opcode takes at least a byte, lengths are
 * checked before anything is made, and copies are charged, so memory stays in proportion to the file.
 *
 * @throws PickleRefusal `forbidden` (it wants to run something), `unreadable-file` (cut, malformed), `limit-exceeded`
 * @see PEP 307, PEP 3154, PEP 574 and CPython's Lib/pickletools.py for the opcodes
 */
export function readPickle(bytes: Buffer): PickleResult {
  const machine = new PickleMachine(bytes);
  const value = machine.run();
  return { value, trailingBytes: machine.cursor.left };
}

class PickleMachine {
  readonly cursor: ByteCursor;
  #stack: PickleValue[] = [];
  #marks: number[] = [];
  #memo = new Map<number, PickleValue>();
  #copies: number;

  constructor(bytes: Buffer) {
    this.cursor = new ByteCursor(bytes);
    this.#copies = freeCopies + bytes.length * copiesPerByte;
  }

  run(): PickleValue {
    const { cursor } = this;
    if (cursor.left === 0) throw this.#malformed('it is empty');
    for (;;) {
      if (cursor.left === 0) throw this.#malformed('it is cut off: it ends before its STOP');
      const opcode = cursor.u8();
      if (opcode === 0x2e) return this.#pop();
      this.#step(opcode);
    }
  }

  #step(opcode: number): void {
    const { cursor } = this;
    switch (opcode) {
      // Framing
      case 0x80: {
        const protocol = cursor.u8();
        if (protocol > 5) throw this.#malformed(`protocol ${protocol} is not known`);
        return;
      }
      case 0x95: {
        const length = cursor.u64();
        if (length > cursor.left)
          throw this.#malformed(
            `it is cut off: a frame of ${length} bytes was announced and ${cursor.left} are left`,
          );
        return;
      }
      // Constants and numbers
      case 0x4e:
        return this.#push(null);
      case 0x88:
        return this.#push(true);
      case 0x89:
        return this.#push(false);
      case 0x4a:
        return this.#push(cursor.i32());
      case 0x4b:
        return this.#push(cursor.u8());
      case 0x4d:
        return this.#push(cursor.u16());
      case 0x47:
        return this.#push(cursor.f64());
      case 0x8a:
        return this.#push(parseBinaryLong(cursor.take(cursor.u8()), cursor.at));
      case 0x8b:
        return this.#push(parseBinaryLong(cursor.take(this.#signedLength()), cursor.at));
      case 0x49:
        return this.#push(parseInt0(cursor.line(), cursor.at));
      case 0x4c:
        return this.#push(parseLong0(cursor.line(), cursor.at));
      case 0x46:
        return this.#push(parseFloat0(cursor.line(), cursor.at));
      // Text and bytes
      case 0x8c:
        return this.#push(cursor.take(cursor.u8()).toString('utf8'));
      case 0x58:
        return this.#push(cursor.take(cursor.u32()).toString('utf8'));
      case 0x8d:
        return this.#push(this.#longText(cursor.u64()));
      case 0x56:
        return this.#push(parseUnicode0(cursor.line()));
      case 0x53:
        return this.#push(parseString0(cursor.line(), cursor.at));
      case 0x54:
        return this.#push(cursor.take(this.#signedLength()).toString('latin1'));
      case 0x55:
        return this.#push(cursor.take(cursor.u8()).toString('latin1'));
      case 0x43:
        return this.#push(cursor.take(cursor.u8()));
      case 0x42:
        return this.#push(cursor.take(cursor.u32()));
      case 0x8e:
        return this.#push(cursor.take(cursor.u64()));
      case 0x96:
        return this.#push(cursor.take(cursor.u64()));
      // Collections
      case 0x5d:
        return this.#push([]);
      case 0x7d:
        return this.#push(new Map());
      case 0x29:
        return this.#push(new PickleTuple([]));
      case 0x8f:
        return this.#push(new PickleSet([]));
      case 0x28:
        this.#marks.push(this.#stack.length);
        return;
      case 0x6c:
        return this.#push(this.#sinceMark());
      case 0x74:
        return this.#push(new PickleTuple(this.#sinceMark()));
      case 0x64:
        return this.#push(this.#setItems(new Map(), this.#sinceMark()));
      case 0x91:
        return this.#push(new PickleSet(this.#sinceMark()));
      case 0x85:
        return this.#push(new PickleTuple(this.#popMany(1)));
      case 0x86:
        return this.#push(new PickleTuple(this.#popMany(2)));
      case 0x87:
        return this.#push(new PickleTuple(this.#popMany(3)));
      case 0x61:
        return this.#append(this.#popMany(1));
      case 0x65:
        return this.#append(this.#sinceMark());
      case 0x73:
        return this.#setOnDict(this.#popMany(2));
      case 0x75:
        return this.#setOnDict(this.#sinceMark());
      case 0x90:
        return this.#addToSet(this.#sinceMark());
      // Stack and memo
      case 0x30:
        return this.#discard();
      case 0x31:
        this.#sinceMark();
        return;
      case 0x32:
        return this.#push(this.#top());
      case 0x70:
        this.#memo.set(this.#memoKey(cursor.line()), this.#top());
        return;
      case 0x71:
        this.#memo.set(cursor.u8(), this.#top());
        return;
      case 0x72:
        this.#memo.set(cursor.u32(), this.#top());
        return;
      case 0x94:
        this.#memo.set(this.#memo.size, this.#top());
        return;
      case 0x67:
        return this.#recall(this.#memoKey(cursor.line()));
      case 0x68:
        return this.#recall(cursor.u8());
      case 0x6a:
        return this.#recall(cursor.u32());
      // Names and what is done with them
      case 0x63:
        return this.#push(new Opaque(cursor.line(), cursor.line()));
      case 0x93:
        return this.#stackGlobal();
      case 0x52:
        return this.#reduce();
      case 0x62:
        return this.#build();
      case 0x69:
        throw this.#forbidden(`it wants to make an object of ${cursor.line()}.${cursor.line()}`);
      case 0x6f:
        throw this.#forbidden('it wants to make an object of a class (OBJ)');
      case 0x81:
      case 0x92:
        throw this.#forbidden(`it wants to make an object of ${this.#nameBelow(opcode === 0x92 ? 2 : 1)}`);
      case 0x50:
      case 0x51:
        throw this.#forbidden('it refers to data outside itself (a persistent id)');
      case 0x82:
      case 0x83:
      case 0x84:
        throw this.#forbidden('it uses a registered extension code');
      case 0x97:
        throw this.#forbidden('its data lie in a buffer outside of it');
      case 0x98:
        return;
      default:
        throw this.#malformed(`0x${opcode.toString(16).padStart(2, '0')} is no pickle opcode`);
    }
  }

  #push(value: PickleValue): void {
    this.#stack.push(value);
  }

  /** Values below the last mark belong to what is being collected around it. */
  #pop(): PickleValue {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0))
      throw this.#malformed('it takes more from its stack than is there');
    return this.#stack.pop()!;
  }

  #top(): PickleValue {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0)) throw this.#malformed('it looks at an empty stack');
    return this.#stack.at(-1)!;
  }

  #popMany(count: number): PickleValue[] {
    const items: PickleValue[] = [];
    for (let i = 0; i < count; i++) items.unshift(this.#pop());
    return items;
  }

  /** POP also removes a mark that nothing follows. */
  #discard(): void {
    if (this.#marks.at(-1) === this.#stack.length) this.#marks.pop();
    else this.#pop();
  }

  #sinceMark(): PickleValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw this.#malformed('it collects back to a mark that is not there');
    return this.#stack.splice(mark);
  }

  #append(items: readonly PickleValue[]): void {
    const list = this.#top();
    if (!Array.isArray(list)) throw this.#forbidden('it appends to something that is no list');
    for (const item of items) list.push(item);
  }

  #addToSet(items: readonly PickleValue[]): void {
    const set = this.#top();
    if (!(set instanceof PickleSet)) throw this.#forbidden('it adds to something that is no set');
    for (const item of items) set.items.push(item);
  }

  #setOnDict(items: readonly PickleValue[]): void {
    const dict = this.#top();
    if (!(dict instanceof Map)) throw this.#forbidden('it sets items of something that is no dict');
    this.#setItems(dict, items);
  }

  #setItems(dict: Map<PickleValue, PickleValue>, items: readonly PickleValue[]): PickleValue {
    if (items.length % 2 !== 0) throw this.#malformed('a dict has a key without a value');
    for (let i = 0; i < items.length; i += 2) dict.set(items[i]!, items[i + 1]!);
    return dict;
  }

  #recall(key: number): void {
    if (!this.#memo.has(key)) throw this.#malformed(`it refers to memo ${key}, which was never written`);
    this.#push(this.#memo.get(key)!);
  }

  #memoKey(line: string): number {
    if (!/^\d{1,15}$/.test(line)) throw this.#malformed('a memo number is malformed');
    return Number(line);
  }

  #stackGlobal(): void {
    const [module, name] = this.#popMany(2);
    if (typeof module !== 'string' || typeof name !== 'string') throw this.#malformed('a name is no text');
    this.#push(new Opaque(module, name));
  }

  #reduce(): void {
    const [callable, args] = this.#popMany(2);
    if (!(callable instanceof Opaque)) throw this.#forbidden('it wants to call something that is no name');
    const construct = constructorOf(callable);
    if (!construct) throw this.#forbidden(`it wants to call ${callable.path.slice(0, 120)}`);
    if (!(args instanceof PickleTuple)) throw this.#malformed('the arguments of a call are no tuple');
    const value = construct(args.items, { charge: (units) => this.#charge(units) });
    if (value === undefined) throw this.#malformed(`${callable.path} was given arguments that do not fit`);
    this.#push(value);
  }

  #build(): void {
    const state = this.#pop();
    const object = this.#top();
    if (object instanceof NumpyArray) {
      const bytes = state instanceof PickleTuple ? state.items[4] : null;
      if (Buffer.isBuffer(bytes) || typeof bytes === 'string') this.#charge(bytes.length);
      const problem = setArrayState(object, state);
      if (problem) throw this.#malformed(problem);
    } else if (object instanceof NumpyDtype) {
      if (!setDtypeState(object, state)) throw this.#malformed('the state of a dtype is malformed');
    } else throw this.#forbidden('it wants to set the state of an object');
  }

  #charge(units: number): void {
    this.#copies -= units;
    if (this.#copies < 0)
      throw new PickleRefusal('limit-exceeded', 'it copies its own data over and over', this.cursor.at);
  }

  #signedLength(): number {
    const length = this.cursor.i32();
    if (length < 0) throw this.#malformed('a length is negative');
    return length;
  }

  /** The engine cannot hold a longer string, whatever memory there is. */
  #longText(length: number): string {
    const bytes = this.cursor.take(length);
    if (length > 0x1fffffe8)
      throw new PickleRefusal('limit-exceeded', 'a text is longer than 512 MB', this.cursor.at);
    return bytes.toString('utf8');
  }

  #nameBelow(depth: number): string {
    const value = this.#stack.at(-1 - depth);
    return value instanceof Opaque ? value.path.slice(0, 120) : 'a class';
  }

  #malformed(reason: string): PickleRefusal {
    return new PickleRefusal('unreadable-file', reason, this.cursor.at);
  }

  #forbidden(reason: string): PickleRefusal {
    return new PickleRefusal('forbidden', reason, this.cursor.at);
  }
}
