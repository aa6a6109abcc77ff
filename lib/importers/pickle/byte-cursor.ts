import { PickleRefusal } from './pickle-error';

/** Reads a buffer from front to back. Every length is compared with what is left before anything is made of it. */
export class ByteCursor {
  at = 0;
  readonly #view: DataView;

  constructor(readonly bytes: Buffer) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** Moves on by `length` bytes and says where they began. */
  #pass(length: number): number {
    const start = this.at;
    if (length > this.left) {
      const reason = `it is cut off: ${length} bytes were announced and ${this.left} are left`;
      throw new PickleRefusal('unreadable-file', reason, start);
    }
    this.at = start + length;
    return start;
  }

  /** A view, not a copy. */
  take(length: number): Buffer {
    const start = this.#pass(length);
    return this.bytes.subarray(start, start + length);
  }

  /** The next bytes as text, without a view of them in between. */
  text(length: number, encoding: 'utf8' | 'latin1'): string {
    const start = this.#pass(length);
    return this.bytes.toString(encoding, start, start + length);
  }

  u8 = (): number => this.bytes[this.#pass(1)]!;
  u16 = (): number => this.bytes.readUInt16LE(this.#pass(2));
  i32 = (): number => this.bytes.readInt32LE(this.#pass(4));
  u32 = (): number => this.bytes.readUInt32LE(this.#pass(4));
  f64 = (): number => this.#view.getFloat64(this.#pass(8));

  /** How often in a row `code` stands before eight bytes, the one just read included. */
  runLength(code: number): number {
    let count = 1;
    for (let next = this.at + 8; this.bytes[next] === code; next += 9) count++;
    return count;
  }

  /** What follows a run of so many, or undefined at the end. */
  afterRun = (count: number): number | undefined => this.bytes[this.at + 9 * count - 1];

  /** Appends the doubles of a run, and moves on behind it. */
  readRun(count: number, into: unknown[]): void {
    const start = this.#pass(9 * count - 1);
    for (let i = 0; i < count; i++) into.push(this.#view.getFloat64(start + 9 * i));
  }

  /** An 8-byte length; one that no file could hold is a cut file like any other. */
  u64 = (): number => Number(this.bytes.readBigUInt64LE(this.#pass(8)));

  /** Up to the next line feed, without it. */
  line(): string {
    const end = this.bytes.indexOf(0x0a, this.at);
    if (end === -1)
      throw new PickleRefusal('unreadable-file', 'it is cut off in the middle of a line', this.at);
    const text = this.bytes.toString('latin1', this.at, end);
    this.at = end + 1;
    return text;
  }
}
