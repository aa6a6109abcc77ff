import { PickleRefusal } from './pickle-error';

/** Reads a buffer from front to back. Every length is compared with what is left before anything is made of it. */
export class ByteCursor {
  at = 0;

  constructor(readonly bytes: Buffer) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** A view, not a copy. */
  take(length: number): Buffer {
    if (length > this.left) {
      throw new PickleRefusal(
        'unreadable-file',
        `it is cut off: ${length} bytes were announced and ${this.left} are left`,
        this.at,
      );
    }
    const view = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return view;
  }

  u8 = (): number => this.take(1)[0]!;
  u16 = (): number => this.take(2).readUInt16LE();
  i32 = (): number => this.take(4).readInt32LE();
  u32 = (): number => this.take(4).readUInt32LE();
  f64 = (): number => this.take(8).readDoubleBE();

  /** An 8-byte length; one that no file could hold is a cut file like any other. */
  u64 = (): number => Number(this.take(8).readBigUInt64LE());

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
