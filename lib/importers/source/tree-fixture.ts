import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { SourceTree } from '../importer';
import { type ReadOptions, type ReadResult, readAll } from '../read-tree';
import { openFolder } from './open-folder';

type Content = string | Buffer | object;

/** For tests: real files in a temporary folder, as a tree. Objects are written as JSON. */
export async function treeOf(files: Record<string, Content>, name = 'study'): Promise<SourceTree> {
  const root = await mkdtemp(path.join(tmpdir(), 'tree-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const [file, content] of Object.entries(files)) {
    const place = path.join(root, file);
    await mkdir(path.dirname(place), { recursive: true });
    const isBytes = typeof content === 'string' || Buffer.isBuffer(content);
    await writeFile(place, isBytes ? content : JSON.stringify(content));
  }
  return openFolder(root, { name });
}

/** For tests: everything that an import of these files gives. */
export const readFiles = async (files: Record<string, Content>, options?: ReadOptions): Promise<ReadResult> =>
  readAll(await treeOf(files), options);
