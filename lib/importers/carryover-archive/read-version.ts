import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { AppError } from '@/lib/core/errors';
import { claimStatement } from '@/lib/core/gains/claim';
import type { StudyVersion } from '@/lib/core/versions/study-version';
import { toTrial } from '../carryover-jsonl/map';
import { carryoverLine } from '../carryover-jsonl/schema';
import type { ArchiveEntry } from './archive-parts';
import { type ArchiveManifest, archiveManifest, isNotesPart, manifestName } from './manifest';
import { VersionBuilder } from './version-builder';

/** What was found of a part: to be held against the manifest. */
interface FoundPart {
  sha256: string;
  bytes: number;
}

const kindsOfLines = new Set(['trial', 'memory', 'task']);

/**
 * Reads the version of a study that an archive holds, without importing it. Every part is held against its hash.
 *
 * @param entries  the archive's files, in any order
 * @param name     what the version, and errors about it, are called
 * @throws AppError `unknown-format` where the manifest is missing, `unreadable-file` where a part is missing, was changed or
 *   cannot be read, naming it
 * @complexity time O(bytes); memory grows with the records, not with texts, steps or vectors
 */
export async function readVersion(entries: AsyncIterable<ArchiveEntry>, name: string): Promise<StudyVersion> {
  const builder = new VersionBuilder();
  const found = new Map<string, FoundPart>();
  let manifest: ArchiveManifest | null = null;
  for await (const { name: part, content } of entries) {
    if (part === manifestName) manifest = parseManifest(await textOf(content), name);
    else if (part.endsWith('.jsonl')) found.set(part, await readPart(content, part, name, builder));
    else for await (const _ of content);
  }
  if (!manifest)
    throw new AppError('unknown-format', `${name} is no archive of a study: it holds no ${manifestName}.`, {
      hint: 'Make one with `carryover archive`.',
      where: name,
    });
  check(manifest, found, name);
  return builder.finish({
    name,
    threshold: manifest.study.passThreshold,
    baseline: manifest.study.baseline,
    conditions: manifest.conditions.map(({ label, settings }) => ({ label, settings })),
    claims: manifest.claims.map((claim) => claimStatement.parse(claim)),
  });
}

function parseManifest(text: string, name: string): ArchiveManifest {
  const damaged = (reason: string, cause?: unknown) =>
    new AppError('unreadable-file', `${manifestName} of ${name} cannot be read: ${reason}.`, {
      where: manifestName,
      cause,
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw damaged(cause instanceof Error ? cause.message : String(cause), cause);
  }
  const parsed = archiveManifest.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw damaged([issue.path.join('.'), issue.message].filter((word) => word !== '').join(': '));
}

async function textOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

/** Feeds a part's records to the builder, and hashes it on the way. */
async function readPart(
  content: AsyncIterable<Uint8Array>,
  part: string,
  name: string,
  builder: VersionBuilder,
): Promise<FoundPart> {
  const hash = createHash('sha256');
  let bytes = 0;
  const tapped = async function* () {
    for await (const piece of content) {
      hash.update(piece);
      bytes += piece.byteLength;
      yield piece;
    }
  };
  if (isNotesPart(part)) for await (const _ of tapped());
  else {
    let number = 0;
    for await (const text of createInterface({ input: Readable.from(tapped()), crlfDelay: Infinity })) {
      number++;
      try {
        addLine(builder, text);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new AppError('unreadable-file', `${part} of ${name} is damaged in line ${number}: ${reason}`, {
          hint: 'It was changed or cut off after the archive was made. Make the archive again.',
          where: part,
          cause,
        });
      }
    }
  }
  return { sha256: hash.digest('hex'), bytes };
}

function addLine(builder: VersionBuilder, text: string): void {
  if (text.trim() === '') return;
  const value = JSON.parse(text) as Record<string, unknown>;
  if (!kindsOfLines.has(String(value.type))) return;
  // Vectors are no content of their own, and dear to check number by number.
  delete value.embeddings;
  const line = carryoverLine.parse(value);
  if (line.type === 'task') builder.addTask(line);
  if (line.type === 'memory') builder.addMemory(line, named(line.id));
  if (line.type === 'trial') {
    const trial = toTrial(line, named(line.id));
    const { externalId: id, benchmark, task, condition, reward, exception, attempt } = trial;
    builder.addTrial(
      {
        ...{ id, benchmark, task, reward, attempt },
        condition: condition.label,
        exceptionType: exception?.type ?? null,
      },
      condition.settings,
    );
  }
}

function named(id: string | undefined): string {
  if (id === undefined) throw new Error('a record of an archive has an id');
  return id;
}

function check({ parts }: ArchiveManifest, found: ReadonlyMap<string, FoundPart>, name: string): void {
  const damaged = (part: string, reason: string) =>
    new AppError('unreadable-file', `${name} is damaged: ${part} ${reason}.`, {
      hint: 'Make the archive again, or get another copy of it.',
      where: part,
    });
  for (const { path, sha256, bytes } of parts) {
    const part = found.get(path);
    if (!part) throw damaged(path, 'is missing');
    if (part.bytes !== bytes || part.sha256 !== sha256)
      throw damaged(path, 'is not what the manifest says: its hash is another');
  }
  const listed = new Set(parts.map(({ path }) => path));
  for (const path of found.keys())
    if (!listed.has(path)) throw damaged(path, 'is not among the parts that the manifest lists');
}
