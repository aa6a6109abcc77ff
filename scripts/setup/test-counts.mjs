/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/** @type {(passed: number, failed: number, skipped?: number) => Counts} */
const counts = (passed, failed, skipped = 0) => ({ passed, failed, skipped });

/** A check that either holds or does not, like the type check. */
export const countCheck = (/** @type {number} */ exitCode) => (exitCode === 0 ? counts(1, 0) : counts(0, 1));

/**
 * Never a false green: a runner that crashed, found nothing, or left no readable report counts as a failure.
 *
 * @param {Counts} reported
 * @param {number} exitCode
 */
function distrust(reported, exitCode) {
  const ran = reported.passed + reported.failed > 0;
  return reported.failed === 0 && (exitCode !== 0 || !ran) ? { ...reported, failed: 1 } : reported;
}

/** @param {string | null} report */
function parse(report) {
  try {
    return JSON.parse(report ?? 'null');
  } catch {
    return null;
  }
}

/**
 * Counts of Vitest's JSON report. A file that could not be loaded holds no test, and counts as one failure.
 *
 * @param {string | null} report text of the report; null when there is none
 * @param {number} exitCode of the runner
 */
export function countVitest(report, exitCode) {
  const json = parse(report);
  if (!json) return counts(0, 1);
  const unloadable = (json.testResults ?? []).filter(
    (/** @type {{ status: string, assertionResults: { status: string }[] }} */ file) =>
      file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const skipped = (json.numPendingTests ?? 0) + (json.numTodoTests ?? 0);
  return distrust(
    counts(json.numPassedTests ?? 0, (json.numFailedTests ?? 0) + unloadable, skipped),
    exitCode,
  );
}

/**
 * Counts of Playwright's JSON report. Flaky counts as failed: a story that needs a second try hides a race.
 *
 * @param {string | null} report
 * @param {number} exitCode
 */
export function countPlaywright(report, exitCode) {
  const stats = parse(report)?.stats;
  if (!stats) return counts(0, 1);
  return distrust(counts(stats.expected, stats.unexpected + stats.flaky, stats.skipped), exitCode);
}

/** @param {readonly Counts[]} parts */
export const addCounts = (parts) =>
  parts.reduce(
    (sum, part) => counts(sum.passed + part.passed, sum.failed + part.failed, sum.skipped + part.skipped),
    counts(0, 0),
  );

/** The last line of `npm test`. */
export const formatCounts = (/** @type {Counts} */ { passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
