import { SetupError } from './project.mjs';

export const minimumNode = '20.19.0';

/**
 * Whether `version` is at least `minimum`; both as `major.minor.patch`.
 *
 * @param {string} version
 * @param {string} minimum
 */
export function isAtLeast(version, minimum) {
  const have = version.split('.').map(Number);
  const need = minimum.split('.').map(Number);
  for (const [i, wanted] of need.entries()) {
    if ((have[i] ?? 0) !== wanted) return (have[i] ?? 0) > wanted;
  }
  return true;
}

/** @throws {SetupError} when this Node is too old */
export function requireNode(version = process.versions.node) {
  if (isAtLeast(version, minimumNode)) return;
  throw new SetupError(
    `Carryover needs Node ${minimumNode} or newer; this is ${version}. Install it from nodejs.org.`,
  );
}
