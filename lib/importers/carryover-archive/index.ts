import { createHash } from 'node:crypto';
import { defineImporter, type ImportedRecord, type SourceTree } from '../importer';
import { asObject } from '../json-values';
import { type ArchivePart, archiveManifest, isNotesPart } from './manifest';

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);

/**
 * The manifest of a study's archive: holds its parts against their hashes. The parts are read by themselves, but for the
 * notes, which the import reads at its end with what the manifest says of the study.
 */
export const carryoverArchive = defineImporter({
  id: 'carryover-archive',
  label: 'Manifest of a Carryover archive',

  recognises: async (file) =>
    file.kind === 'json' && asObject(await file.json())?.format === 'carryover-archive',

  async *read(file, { tree }) {
    const parsed = archiveManifest.safeParse(await file.json());
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      yield { kind: 'rejection', where: issue.path.join('.'), reason: issue.message };
      return;
    }
    const folder = folderOf(file.path);
    const listed = new Set(parsed.data.parts.map(({ path }) => path));
    for (const part of parsed.data.parts) {
      yield* checkPart(part, folder, tree);
      if (isNotesPart(part.path))
        yield { kind: 'claims', path: folder + part.path, role: 'notes of the archive' };
    }
    for (const path of tree.children(folder.replace(/\/$/, ''))) {
      const name = path.slice(folder.length);
      if (name.endsWith('.jsonl') && !listed.has(name))
        yield {
          kind: 'warning',
          where: name,
          message: 'it lies beside the archive’s parts and is none of them',
        };
    }
    for (const [what, count] of Object.entries(parsed.data.leftOut)) {
      if (count > 0)
        yield {
          kind: 'warning',
          where: 'leftOut',
          message: `the archive holds none of the ${count} ${what} of the study`,
        };
    }
  },
});

async function* checkPart(
  part: ArchivePart,
  folder: string,
  tree: SourceTree,
): AsyncGenerator<ImportedRecord> {
  const { path } = part;
  if (!tree.has(folder + path)) {
    yield { kind: 'rejection', where: path, reason: 'this part of the archive is missing' };
    return;
  }
  const opened = await tree.open(folder + path);
  const hash = createHash('sha256');
  const step = 4 * 1024 * 1024;
  for (let from = 0; from < opened.size; from += step) hash.update(await opened.slice(from, from + step));
  if (opened.size !== part.bytes || hash.digest('hex') !== part.sha256) {
    const reason =
      'this part is not what the manifest says: it was changed or cut off after the archive was made';
    yield { kind: 'rejection', where: path, reason };
  }
}
