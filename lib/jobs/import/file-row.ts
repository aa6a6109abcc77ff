import { posix } from 'node:path';
import { type ImporterId, importers } from '@/lib/importers';
import type { FileOutcome } from '@/lib/importers/file-outcome';
import { folderOf } from '@/lib/importers/source/disk-tree';
import type { ImportFileRow } from '@/lib/mutations/records/write-import-files';
import type { ReadFile } from './read-unit';

/** A file's end as the report keeps it. */
export function fileRow(file: ReadFile, prefix: string): ImportFileRow {
  const { path, bytes, modifiedMs, sha256, warnings, rejections, counts } = file;
  const row = { path: prefix + path, bytes, modifiedMs, sha256, warnings, rejections, counts };
  return { ...row, ...inWords(file.outcome, path) };
}

function inWords(outcome: FileOutcome, path: string): Pick<ImportFileRow, 'outcome' | 'format' | 'reason'> {
  switch (outcome.status) {
    case 'understood':
      return { outcome: 'understood', format: outcome.label };
    case 'part-of':
      return { outcome: 'part', reason: `${outcome.role}: ${relative(folderOf(path), outcome.of)}` };
    case 'later':
      return {
        outcome: 'later',
        format: outcome.label,
        reason: 'This format is recognised; reading it comes later.',
      };
    case 'ignored':
      return { outcome: 'ignored', reason: outcome.rule };
    case 'refused':
      return { outcome: 'refused', format: labelOf(outcome.format), reason: outcome.reason };
  }
}

const relative = (folder: string, file: string) => posix.relative(folder, file);

const labelOf = (format: string | null): string | null =>
  format === null ? null : (importers[format as ImporterId]?.label ?? format);
