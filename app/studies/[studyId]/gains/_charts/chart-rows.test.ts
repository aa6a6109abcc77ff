import { describe, expect, it } from 'vitest';
import { computeGains } from '@/lib/core/gains/compute-gains';
import { barTable, toBarGroups } from './bar-rows';
import { toForestDrawing, toForestRows } from './forest-rows';
import { drawnSeries, toSeries } from './series';

const report = computeGains({
  trials: ['a', 'b'].flatMap((condition) =>
    Array.from({ length: 12 }, (_, i) => ({
      benchmark: i < 6 ? 'one' : 'two',
      task: `t${i}`,
      condition,
      reward: (i + (condition === 'b' ? 1 : 0)) % 3 === 0 || (condition === 'b' && i % 2 === 0) ? 1 : 0,
      exception: false,
    })),
  ),
  conditions: [
    { id: 'a', label: 'zero-shot' },
    { id: 'b', label: 'insight' },
  ],
  baseline: 'a',
  passK: 1,
  threshold: 1,
  missing: 'leave-out',
  resamples: 500,
  seed: 7,
});
const settings = new Map([['b', { memoryType: 'insight' as const, scope: 'cross-domain' as const }]]);

describe('rows of the gains charts', () => {
  it('draws the baseline grey and solid, cross-domain memories hatched in their type’s colour', () => {
    expect(toSeries(report, settings)).toMatchObject([
      { color: 'var(--baseline)', hatched: false },
      { color: 'var(--type-insight)', hatched: true },
    ]);
  });

  it('tells conditions of one kind apart by shade', () => {
    const alike = { memoryType: 'insight' as const, scope: 'cross-domain' as const };
    const many = {
      ...report,
      conditions: ['b', 'c', 'd'].map((condition) => ({ ...report.conditions[1]!, condition })),
    };
    const three = drawnSeries(
      many,
      toSeries(many, new Map(['b', 'c', 'd'].map((id) => [id, alike]))),
      'macro',
    );
    expect(three[0]!.color).toBe('var(--type-insight)');
    expect(new Set(three.map((s) => s.color)).size).toBe(3);
    for (const s of three) expect(s.color).toContain('var(--type-insight)');
  });

  it('leaves conditions that share nothing with the baseline out of crowded drawings, by name', () => {
    const crowd = computeGains({
      trials: Array.from({ length: 16 }, (_, i) => ({
        benchmark: i < 2 ? 'one' : `own ${i}`,
        task: 't',
        condition: `c${i}`,
        reward: 1,
        exception: false,
      })),
      conditions: Array.from({ length: 16 }, (_, i) => ({ id: `c${i}`, label: `label ${i}` })),
      baseline: 'c0',
      passK: 1,
      threshold: 1,
      missing: 'leave-out',
      seed: 7,
    });
    const series = toSeries(crowd, new Map());
    expect(drawnSeries(crowd, series, 'macro').map((s) => s.id)).toEqual(['c0', 'c1']);
    expect(drawnSeries(report, toSeries(report, settings), 'macro')).toHaveLength(2);
    const drawing = toForestDrawing(toForestRows(crowd, series, 'macro'), series);
    expect(drawing.rows.map((r) => [r.condition, r.benchmark])).toEqual([
      ['label 1', 'macro average'],
      ['label 1', 'one'],
    ]);
    expect(drawing.incomparable).toHaveLength(14);
    expect(drawing.incomparable[0]!.reason).not.toBe('');
    expect(drawing.unpairedRows).toBe(crowd.benchmarks.length - 1);
  });

  it('draws the first of many until others are asked for, and of those not drawn the average', () => {
    const many = {
      ...report,
      conditions: [
        report.conditions[0]!,
        ...Array.from({ length: 20 }, (_, i) => ({ ...report.conditions[1]!, condition: `c${i}` })),
      ],
    };
    const series = toSeries(many, new Map());
    const ids = (asked?: string[]) => drawnSeries(many, series, 'macro', asked).map(({ id }) => id);
    expect(ids()).toEqual(['a', ...Array.from({ length: 8 }, (_, i) => `c${i}`)]);
    expect(ids(['c19', 'gone', 'c3'])).toEqual(['a', 'c3', 'c19']);
    expect(ids(['gone'])).toEqual(ids());
    const drawing = toForestDrawing(
      toForestRows(many, series, 'macro'),
      drawnSeries(many, series, 'macro', ['c3', 'c19']),
    );
    expect(drawing.rows.map((r) => r.conditionId)).toEqual(['c3', 'c3', 'c3', 'c19', 'c19', 'c19']);
    expect(drawing.others).toHaveLength(18);
    expect(drawing.others.every((r) => r.pooled)).toBe(true);
    expect(toBarGroups(many, 'macro', [{ id: 'c3' }])[0]).toEqual({
      benchmark: 'one',
      c3: expect.objectContaining({ value: expect.any(Number) }),
    });
  });

  it('has a group per benchmark and one for the average, whiskers around the value', () => {
    const groups = toBarGroups(report, 'macro', [{ id: 'a' }, { id: 'b' }]);
    expect(groups.map((g) => g.benchmark)).toEqual(['one', 'two', 'macro average']);
    const point = groups[0]!.b as { value: number; whisker: [number, number] };
    const cell = report.conditions[1]!.cells[0]!;
    expect(point.value).toBeCloseTo(cell.rate.estimate.value! * 100);
    expect(point.value - point.whisker[0]).toBeCloseTo(cell.rate.ciLow! * 100);
    expect(point.value + point.whisker[1]).toBeCloseTo(cell.rate.ciHigh! * 100);
  });

  it('lists gains pooled first and never for the baseline itself', () => {
    const rows = toForestRows(report, toSeries(report, settings), 'task-weighted');
    expect(rows.map((r) => [r.condition, r.benchmark, r.pooled])).toEqual([
      ['insight', 'task-weighted', true],
      ['insight', 'one', false],
      ['insight', 'two', false],
    ]);
    expect(rows[0]!.value).toBeCloseTo(
      report.conditions[1]!.totals['task-weighted'].gain!.estimate.value! * 100,
    );
  });

  it('keeps a reason where there is no number', () => {
    const unanswered = computeGains({
      trials: [{ benchmark: 'one', task: 't', condition: 'a', reward: 1, exception: false }],
      conditions: [{ id: 'a', label: 'a' }],
      baseline: 'a',
      passK: 3,
      threshold: 1,
      missing: 'leave-out',
      seed: 7,
    });
    const table = barTable(unanswered, 'macro', []);
    expect(table.rows[0]!.cells[2]).toEqual({ value: null, reason: expect.stringMatching(/3/) });
    expect(toBarGroups(unanswered, 'macro', [{ id: 'a' }])[0]!.a).toEqual({ value: null, whisker: null });
  });
});
