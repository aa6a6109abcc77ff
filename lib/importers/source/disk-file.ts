import { open, readFile } from 'node:fs/promises';
import { AppError } from '@/lib/core/errors';
import type { FileKind, SourceFile, SourceLine } from '../importer';
import { parseLenient } from './lenient-json';
import { streamLines } from './lines';
import { headBytes, sniff, type TextEncoding } from './sniff';

/** Largest file that is ever held whole. */
export const wholeFileLimit = 256 * 1024 * 1024;

/** A JSON value takes tens of bytes in memory, so few bytes of `[0,0,…]` can fill it: more commas than this are refused. */
const valueLimit = 20_000_000;

/** A {@link SourceFile} on disk. Nothing but the head is read before somebody asks. */
class DiskFile implements SourceFile {
  readonly concessions: string[] = [];
  #json: Promise<unknown> | null = null;

  constructor(
    readonly path: string,
    readonly size: number,
    readonly kind: FileKind,
    readonly headText: string,
    readonly encoding: TextEncoding,
    readonly absolutePath: string,
  ) {
    if (encoding !== 'utf-8') this.concessions.push(`decoded from ${encoding.toUpperCase()}`);
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
    const { value, concessions } = parseLenient(this.#decode(bytes), this.path);
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
    return readFile(this.absolutePath);
  }

  async text(limit = wholeFileLimit): Promise<string> {
    return this.#decode(await this.bytes(limit));
  }

  lines(): AsyncIterable<SourceLine> {
    return streamLines(this.absolutePath, this.encoding);
  }

  #decode(bytes: Buffer): string {
    return new TextDecoder(this.encoding).decode(bytes);
  }
}

/**
 * Opens one file: reads its head, says what it is, leaves the rest on disk.
 *
 * @param absolutePath  where it lies
 * @param path          what importers call it, relative and with `/`
 */
export async function openDiskFile(absolutePath: string, path: string): Promise<SourceFile> {
  const handle = await open(absolutePath, 'r').catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    throw new AppError('unreadable-file', `${path} cannot be opened${code}.`, { where: path, cause });
  });
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.min(size, headBytes));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    const { kind, headText, encoding } = sniff(buffer.subarray(0, bytesRead), path, size);
    return new DiskFile(path, size, kind, headText, encoding, absolutePath);
  } finally {
    await handle.close();
  }
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
