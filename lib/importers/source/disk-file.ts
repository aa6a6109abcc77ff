import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { AppError } from '@/lib/core/errors';
import type { FileKind, SourceFile, SourceLine } from '../importer';
import { decodeText } from './decode-text';
import { streamLines } from './lines';
import { parseJsonBytes } from './parse-json-bytes';
import { decodeHead, headBytes, sniff, type TextEncoding } from './sniff';

/** Largest file that is ever held whole. */
export const wholeFileLimit = 256 * 1024 * 1024;

/** Up to this size a file is read in one go when it is opened: one trip to the disk instead of two. */
export const smallFileLimit = 4 * 1024 * 1024;

const pieceBytes = 1024 * 1024;

/** A JSON value takes tens of bytes in memory, so few bytes of `[0,0,…]` can fill it: more commas than this are refused. */
const valueLimit = 20_000_000;

/** Where the bytes of a file lie: a file of their own, or a part of one that holds many. */
export interface Place {
  file: string;
  /** First byte, and how many; left out for a whole file. */
  part?: { offset: number; bytes: number };
}

interface Opened extends Place {
  path: string;
  size: number;
  modifiedMs: number;
  kind: FileKind;
  head: Buffer;
  encoding: TextEncoding;
  /** All bytes, for small files. */
  whole: Buffer | null;
}

/** A {@link SourceFile} on disk. Of a large one nothing but the head is read before somebody asks. */
export class DiskFile implements SourceFile {
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
  readonly kind: FileKind;
  readonly concessions: string[] = [];
  #opened: Opened;
  #whole: Buffer | null;
  #json: Promise<unknown> | null = null;
  #headText: string | null = null;

  constructor(opened: Opened) {
    this.#opened = opened;
    this.path = opened.path;
    this.size = opened.size;
    this.modifiedMs = opened.modifiedMs;
    this.kind = opened.kind;
    this.#whole = opened.whole;
    if (opened.encoding !== 'utf-8') this.concessions.push(`decoded from ${opened.encoding.toUpperCase()}`);
  }

  /** All bytes, if they are held: those of small files are, until they are given away. */
  get whole(): Buffer | null {
    return this.#whole;
  }

  /** Gives the bytes that are held to somebody else, another thread say; whoever asks afterwards reads the disk again. */
  giveAway(): void {
    this.#whole = null;
    // The head is a window on the same bytes, which are gone once another thread has them.
    this.#opened = { ...this.#opened, whole: null, head: Buffer.from(this.#opened.head) };
  }

  /** Decoded when somebody asks: of most files nobody does. */
  get headText(): string {
    const { head, encoding, kind } = this.#opened;
    this.#headText ??=
      kind === 'json' || kind === 'jsonl' || kind === 'text' ? decodeHead(head, encoding) : '';
    return this.#headText;
  }

  json(): Promise<unknown> {
    this.#json ??= this.#parse();
    return this.#json;
  }

  async #parse(): Promise<unknown> {
    if (this.kind !== 'json')
      throw new AppError('unreadable-file', `${this.path} is not a JSON document.`, { where: this.path });
    const bytes = await this.bytes();
    refuseTooManyValues(bytes, this.path);
    const { value, concessions } = parseJsonBytes(bytes, this.#opened.encoding, this.path);
    this.concessions.push(...concessions);
    return value;
  }

  async bytes(limit = wholeFileLimit): Promise<Buffer> {
    if (this.size > limit) {
      throw new AppError(
        'limit-exceeded',
        `${this.path} is ${megabytes(this.size)} MB; at most ${megabytes(limit)} MB are read at once.`,
        {
          where: this.path,
          hint: 'Split it, or turn it into JSON Lines, which are read line by line.',
        },
      );
    }
    return this.#whole ?? this.slice(0, this.size);
  }

  async text(limit = wholeFileLimit): Promise<string> {
    return decodeText(await this.bytes(limit), this.#opened.encoding);
  }

  async slice(from: number, to: number): Promise<Buffer> {
    if (this.#whole) return this.#whole.subarray(from, to);
    const { file, part } = this.#opened;
    const handle = await open(file, 'r');
    try {
      const buffer = Buffer.allocUnsafeSlow(Math.max(0, Math.min(to, this.size) - from));
      let filled = 0;
      while (filled < buffer.length) {
        const at = (part?.offset ?? 0) + from + filled;
        const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, at);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return buffer.subarray(0, filled);
    } finally {
      await handle.close();
    }
  }

  /** All bytes in pieces that share one buffer, read without giving way. */
  *pieces(): Generator<Buffer> {
    const { file, part } = this.#opened;
    const descriptor = openSync(file, 'r');
    try {
      const buffer = Buffer.allocUnsafeSlow(pieceBytes);
      for (let at = 0; at < this.size; ) {
        const wanted = Math.min(pieceBytes, this.size - at);
        const read = readSync(descriptor, buffer, 0, wanted, (part?.offset ?? 0) + at);
        if (read === 0) return;
        yield buffer.subarray(0, read);
        at += read;
      }
    } finally {
      closeSync(descriptor);
    }
  }

  lines(): AsyncIterable<SourceLine> {
    return streamLines(this.#opened, this.#opened.encoding);
  }
}

/**
 * Opens one file: reads its head (all of it when it is small), says what it is, leaves the rest on disk. Reads
 * without giving way to others, which by the thousand is several times faster: call it where nobody waits.
 *
 * @param place where its bytes lie
 * @param path  what importers call it, relative and with `/`
 */
export function openDiskFile(place: Place, path: string): DiskFile {
  let descriptor: number;
  try {
    descriptor = openSync(place.file, 'r');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    throw new AppError('unreadable-file', `${path} cannot be opened${code}.`, { where: path, cause });
  }
  try {
    const found = fstatSync(descriptor);
    const size = place.part?.bytes ?? found.size;
    const small = size <= smallFileLimit;
    const read = readFully(descriptor, small ? size : headBytes, place.part?.offset ?? 0);
    const head = read.subarray(0, headBytes);
    const { kind, encoding } = sniff(head, path, size);
    const whole = small ? read : null;
    return new DiskFile({
      ...place,
      path,
      size: small ? read.length : size,
      modifiedMs: found.mtimeMs,
      kind,
      head,
      encoding,
      whole,
    });
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('unreadable-file', `${path} cannot be read.`, { where: path, cause });
  } finally {
    closeSync(descriptor);
  }
}

/** A file that shrinks while it is read gives what was there. */
function readFully(descriptor: number, bytes: number, offset: number): Buffer {
  const buffer = Buffer.allocUnsafeSlow(bytes);
  let filled = 0;
  while (filled < bytes) {
    const read = readSync(descriptor, buffer, filled, bytes - filled, offset + filled);
    if (read === 0) break;
    filled += read;
  }
  return buffer.subarray(0, filled);
}

function refuseTooManyValues(bytes: Buffer, path: string): void {
  if (bytes.length < valueLimit) return;
  let commas = 0;
  for (let at = bytes.indexOf(0x2c); at !== -1; at = bytes.indexOf(0x2c, at + 1)) commas++;
  if (commas < valueLimit) return;
  throw new AppError('limit-exceeded', `${path} holds more than ${valueLimit / 1e6} million values.`, {
    where: path,
  });
}

const megabytes = (bytes: number) => Math.ceil(bytes / 1024 / 1024);
