import { and, eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { importFile } from '@/db/schema';
import { findPlaces } from '@/lib/artefacts/find-places';
import { AppError } from '@/lib/core/errors';
import { type Excerpt, excerptOf, type Position, positionIn } from '@/lib/core/excerpt';
import { type DiskFile, openDiskFile } from '@/lib/importers/source/disk-file';

/** Bytes shown on either side of the place in question. */
const shown = 240;

/** Lines are counted by reading from the start, in pieces of this size. */
const pieceBytes = 1024 * 1024;

/** A line beyond this many bytes is not looked for: the beginning of the file is shown instead. */
const searched = 64 * 1024 * 1024;

/**
 * The bytes of an imported file around the place where it could not be read, from the raw content that was kept.
 *
 * @throws AppError `not-found` when the import holds no such file, or its content was not kept
 */
export async function getFileExcerpt(db: Db, importId: string, path: string): Promise<Excerpt> {
  const rows = await db
    .select()
    .from(importFile)
    .where(and(eq(importFile.importId, importId), eq(importFile.path, path)));
  const row = rows[0];
  if (!row) throw new AppError('not-found', 'The import holds no such file.');
  const places = row.sha256 === null ? null : await findPlaces(db, [row.sha256]);
  const place = row.sha256 === null ? undefined : places?.get(row.sha256);
  if (!place) {
    throw new AppError('not-found', 'The content of this file was not kept.', {
      hint: 'Empty files, and files that no format could read at all, are only listed.',
    });
  }
  const file = openDiskFile(place, path);
  const at = await offsetOf(file, positionIn(row.reason ?? row.rejections[0]?.where ?? ''));
  const from = Math.max(0, at - shown);
  return excerptOf(await file.slice(from, at + shown), from, at - from);
}

async function offsetOf(file: DiskFile, position: Position): Promise<number> {
  if (position === null) return 0;
  if ('byte' in position) return Math.min(position.byte, file.size);
  let line = 1;
  for (let start = 0; start < Math.min(file.size, searched); start += pieceBytes) {
    const piece = await file.slice(start, start + pieceBytes);
    for (let i = 0; i < piece.length; i++) {
      if (line === position.line) return withinLine(file, start + i, position.column);
      if (piece[i] === 10) line++;
    }
  }
  return line === position.line ? file.size : 0;
}

/** Columns count characters, so the line is decoded up to the column. */
async function withinLine(file: DiskFile, start: number, column: number): Promise<number> {
  const bytes = await file.slice(start, start + Math.min(column * 4, pieceBytes));
  const text = bytes.toString('utf8').slice(0, column - 1);
  return Math.min(file.size, start + Buffer.byteLength(text));
}
