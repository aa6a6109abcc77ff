import { describe, expect, it } from 'vitest';
import { addCounts, countCheck, countPlaywright, countVitest, formatCounts } from './test-counts.mjs';

const vitest = (fields: object) =>
  JSON.stringify({ numPassedTests: 0, numFailedTests: 0, testResults: [], ...fields });
const playwright = (fields: object) =>
  JSON.stringify({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...fields } });

describe('countVitest', () => {
  it('reads passed, failed and skipped', () => {
    const report = vitest({ numPassedTests: 7, numFailedTests: 2, numPendingTests: 3, numTodoTests: 1 });
    expect(countVitest(report, 1)).toEqual({ passed: 7, failed: 2, skipped: 4 });
  });

  it('counts a file that could not be loaded', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] },
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
    ];
    expect(countVitest(vitest({ numPassedTests: 2, numFailedTests: 1, testResults }), 1).failed).toBe(2);
  });

  it.each([
    ['no report', null, 0],
    ['a report cut in the middle', '{"numPassedTests": 5', 0],
    ['a crash after passing tests', vitest({ numPassedTests: 5 }), 1],
    ['no test at all', vitest({}), 0],
    ['only skipped tests', vitest({ numPendingTests: 4 }), 0],
  ])('is never green on %s', (_name, report, code) => {
    expect(countVitest(report, code).failed).toBe(1);
  });
});

describe('countPlaywright', () => {
  it('counts a flaky story as failed', () => {
    expect(countPlaywright(playwright({ expected: 4, unexpected: 1, flaky: 1, skipped: 2 }), 1)).toEqual({
      passed: 4,
      failed: 2,
      skipped: 2,
    });
  });

  it.each([
    ['no report', null, 0],
    ['a server that did not come up', playwright({}), 1],
    ['a crash after passing stories', playwright({ expected: 3 }), 1],
  ])('is never green on %s', (_name, report, code) => {
    expect(countPlaywright(report, code).failed).toBe(1);
  });
});

describe('the last line', () => {
  it('adds up the parts', () => {
    const total = addCounts([countCheck(0), countCheck(2), { passed: 40, failed: 0, skipped: 3 }]);
    expect(formatCounts(total)).toBe('41 passed, 1 failed, 3 skipped');
  });

  it('leaves out skipped when nothing was', () => {
    expect(formatCounts({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
  });
});
