/**
 * Why an archive entry's path must not be written, or null when it may.
 * Names are refused rather than repaired: a repaired name could fall on another entry.
 */
export function entryPathProblem(entryPath: string, depthLimit: number): string | null {
  if (entryPath === '') return 'it has no name';
  if (entryPath.includes('\0')) return 'its name holds a zero byte';
  if (entryPath.includes('\\')) return 'its name holds a backslash, which is a folder separator elsewhere';
  if (entryPath.startsWith('/')) return 'its path is absolute';
  if (/^[A-Za-z]:/.test(entryPath)) return 'its path begins with a drive letter';
  const parts = entryPath.split('/');
  if (parts.includes('..')) return 'its path climbs out of the archive (..)';
  if (parts.length > depthLimit) return `it lies deeper than ${depthLimit} folders`;
  return null;
}
