import { isAppError } from '@/lib/core/errors';
import type { SourceTree } from '../importer';

/**
 * A companion's JSON, or null when it is missing or broken: a file that helps another must not cost that one its
 * records. The broken one is reported when its own turn comes.
 */
export async function jsonAt(tree: SourceTree, path: string): Promise<unknown> {
  if (!tree.has(path)) return null;
  try {
    const file = await tree.open(path);
    return file.kind === 'json' ? await file.json() : null;
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}
