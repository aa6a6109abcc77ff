import { type PackedFile, packFolder } from './pack-folder';

/** One thing to upload: a file as it is, or a folder packed into an archive. */
export interface GivenFile {
  name: string;
  blob: Blob;
  /** Tells the same file again after the page was left. */
  fingerprint: string;
}

export const givenFile = (file: File): GivenFile => ({
  name: file.name,
  blob: file,
  fingerprint: ['file', file.name, file.size, file.lastModified].join(' '),
});

/** A folder as the folder chooser lists it: files with their paths. */
export function givenFolder(files: readonly PackedFile[]): GivenFile {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const name = sorted[0]?.path.split('/')[0] ?? 'folder';
  const newest = Math.max(0, ...sorted.map(({ file }) => file.lastModified ?? 0));
  const blob = packFolder(sorted);
  return {
    name: `${name}.tar`,
    blob,
    fingerprint: ['folder', name, sorted.length, blob.size, newest].join(' '),
  };
}

/** Everything that was dropped; must be called while the drop is handled, since the browser forgets it after. */
export function droppedFiles(data: DataTransfer): Promise<GivenFile[]> {
  const entries = [...data.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return Promise.all(
    entries.map(async (entry) =>
      entry.isDirectory
        ? givenFolder(await filesBelow(entry as FileSystemDirectoryEntry))
        : givenFile(await fileOf(entry as FileSystemFileEntry)),
    ),
  );
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

async function filesBelow(folder: FileSystemDirectoryEntry): Promise<PackedFile[]> {
  const reader = folder.createReader();
  const found: PackedFile[] = [];
  for (;;) {
    // A folder's entries come a hundred at a time, until none come.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (entries.length === 0) return found;
    for (const entry of entries) {
      if (entry.isDirectory) found.push(...(await filesBelow(entry as FileSystemDirectoryEntry)));
      else {
        const file = await fileOf(entry as FileSystemFileEntry);
        found.push({ path: entry.fullPath.replace(/^\//, ''), file });
      }
    }
  }
}
