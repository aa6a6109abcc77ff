import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Extract, extract, type Header } from 'tar-stream';
import { AppError, isAppError } from '@/lib/core/errors';
import type { ArchiveSink } from './archive-sink';

const kinds: Record<string, string> = {
  symlink: 'a symbolic link; links are not taken',
  link: 'a hard link; links are not taken',
  'character-device': 'a device, not a file',
  'block-device': 'a device, not a file',
  fifo: 'a pipe, not a file',
};

/** Why an entry is not taken; null for files and folders. */
function problemOf(header: Header): string | null {
  // The library's declaration leaves out that a kind it does not know is null: what is stored is then not what the file held.
  const type = header.type as Header['type'] | null;
  if (!type) return 'of a kind that is not read here (a sparse file or a part of one)';
  const extended = Object.keys((header.pax ?? {}) as Record<string, string>);
  if (extended.some((key) => key.startsWith('GNU.sparse.'))) return 'a sparse file';
  return kinds[type] ?? null;
}

/** Unpacks a tar, gzipped or not, into the sink. */
export async function unpackTar(file: string, gzipped: boolean, sink: ArchiveSink): Promise<void> {
  const entries = extract();
  const tail = new TailWatch();
  // The library's streams are duck-typed: they work in a pipeline but are not declared as Node's.
  const into = entries as unknown as NodeJS.WritableStream;
  const watch = (chunks: AsyncIterable<Buffer>) => tail.watch(chunks);
  const source = createReadStream(file);
  const reading = gzipped ? pipeline(source, createGunzip(), watch, into) : pipeline(source, watch, into);
  // A failed write must stop the reading, and a failed reading ends the entries by itself.
  const taking = takeAll(entries, sink).catch((error: unknown) => {
    source.destroy();
    entries.destroy(error instanceof Error ? error : null);
    throw error;
  });
  const [taken, read] = await Promise.allSettled([taking, reading]);
  const failures = [read, taken].flatMap((side) =>
    side.status === 'rejected' ? [side.reason as unknown] : [],
  );
  // Either side's failure brings the other down; ours says why, the library's only that it stopped.
  if (failures.length > 0)
    throw failures.find(isAppError) ?? failures.find(isNotPrematureClose) ?? failures[0];
  if (!tail.endsWithZeros) {
    throw new AppError('unreadable-file', 'its end mark is missing', { where: sink.name });
  }
}

const isNotPrematureClose = (error: unknown) =>
  !(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE');

async function takeAll(entries: Extract, sink: ArchiveSink): Promise<void> {
  for await (const entry of entries) {
    const { name, type, size } = entry.header;
    const content = entry as AsyncIterable<Buffer>;
    sink.meet(name);
    // The library takes such an entry, and never ends it.
    if (!Number.isSafeInteger(size)) {
      throw new AppError('unreadable-file', `the size of ${name} cannot be read`, { where: sink.name });
    }
    const problem = problemOf(entry.header);
    if (problem) sink.refuse(name, problem);
    if (problem || type === 'directory') await sink.skip(name, content);
    else await sink.write(name.replace(/^(?:\.\/)+/, ''), content);
  }
}

/** A tar ends with zero blocks; one cut between two entries would otherwise pass for whole. */
class TailWatch {
  #tail: Buffer = Buffer.alloc(0);

  async *watch(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.#tail =
        chunk.length >= 512 ? chunk.subarray(-512) : Buffer.concat([this.#tail, chunk]).subarray(-512);
      yield chunk;
    }
  }

  get endsWithZeros(): boolean {
    return this.#tail.length === 512 && this.#tail.every((byte) => byte === 0);
  }
}
