import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { computeGains } from '@/lib/core/gains/compute-gains';
import { gainsDataTable, gainsPageTable } from './gains-tables';
import { csvFormat } from './table/formats/csv';
import { latexFormat } from './table/formats/latex';
import { markdownFormat } from './table/formats/markdown';

/** Twelve tasks of two benchmarks; `insight` solves every one, the baseline a third, `alone` has a task of its own. */
const report = computeGains({
  trials: [
    ...['zero-shot', 'insight'].flatMap((condition) =>
      Array.from({ length: 24 }, (_, i) => ({
        benchmark: i < 12 ? 'SWE_bench' : 'two',
        task: `t${i}`,
        condition,
        reward: condition === 'insight' || i % 3 === 0 ? 1 : 0,
        exception: false,
      })),
    ),
    { benchmark: 'two', task: 'own', condition: 'alone', reward: 0, exception: true },
  ],
  conditions: ['zero-shot', 'insight', 'alone'].map((id) => ({ id, label: id })),
  baseline: 'zero-shot',
  passK: 1,
  threshold: 1,
  missing: 'leave-out',
  resamples: 500,
  seed: 7,
});

describe('the table of gains', () => {
  it('reads as papers print it: best in bold, gains under their rates, a star where p says so', () => {
    const text = markdownFormat.write(gainsPageTable(report, 'macro', []));
    const lines = text.split('\n').filter((line) => line.startsWith('| '));
    expect(lines[0]).toBe('| Condition | SWE\\_bench | two | macro average |');
    expect(lines[2]).toBe('| zero-shot | 33.3 | 33.3 | 33.3 |');
    expect(lines[3]).toBe('| insight | **100.0** | **100.0** | **100.0** |');
    expect(lines[4]).toMatch(/^\| gain \| \+66\.7\\\* \\\[\+\d/);
    expect(lines.at(-1)).toBe('| gain | – | – | – |');
    expect(text).toContain('adjusted p below 0.05');
    expect(latexFormat.write(gainsPageTable(report, 'macro', []), null)).toContain(
      '\\quad gain & \\begin{tabular}[t]{@{}r@{}}+66.7$^{*}$\\\\[-0.3ex]{\\scriptsize ',
    );
  });

  it('gives programs every cell with its reason, at full precision', () => {
    const rows = parse(csvFormat.write(gainsDataTable(report, [])), {
      columns: true,
    }) as Record<string, string>[];
    // Two benchmarks and two averages for each of three conditions.
    expect(rows).toHaveLength(12);
    const insight = rows.find((row) => row.condition === 'insight' && row.average === 'macro')!;
    const total = report.conditions[1]!.totals.macro;
    expect(Number(insight.gain)).toBe(total.gain!.estimate.value);
    expect(Number(insight.gain_ci_low)).toBe(total.gain!.ciLow);
    expect(Number(insight.p_adjusted)).toBe(total.gain!.pAdjusted);
    expect(rows[0]).toMatchObject({ condition: 'zero-shot', gain: '', gain_reason: 'the baseline itself' });
    const alone = rows.filter((row) => row.condition === 'alone' && row.benchmark === 'SWE_bench');
    expect(alone[0]!.rate).toBe('');
    expect(alone[0]!.rate_reason).not.toBe('');
  });
});
