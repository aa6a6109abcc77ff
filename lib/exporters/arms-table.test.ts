import { expect, it } from 'vitest';
import type { ArmSummary } from '@/lib/core/retrieval/arm-summary';
import { standardSetting } from '@/lib/core/retrieval/setting';
import { armsTable } from './arms-table';
import { markdownFormat } from './table/formats/markdown';

const summary: ArmSummary = {
  meanTopScore: { value: 0.7 },
  scores: { minimum: 0.1, lowerQuartile: 0.2, median: 0.31, upperQuartile: 0.5, maximum: 0.9 } as NonNullable<
    ArmSummary['scores']
  >,
  hitCount: 1200,
  memoryCount: 34,
  sourceBenchmarks: [],
  sourceEntropy: { value: 1.5 },
  flows: [],
  failureShare: { value: null, reason: 'no outcome is known' },
  meanAbstraction: { value: 0.4 },
  redundancy: { value: 0.25 },
  meanPromptTokens: { value: 812.4 },
  shortTasks: 0,
  tasksWithLeakage: 0,
  tasksWithSuspects: 2,
  suspects: {},
  meanDurationMs: { value: 3.25 },
  tasksWithoutResult: 0,
  reranked: { value: null, reason: 'asks no model' },
  asked: null,
};

it('has a row for every arm, those that wait included', () => {
  const arms = [
    { index: 0, label: 'cosine', settings: standardSetting, summary },
    { index: 1, label: 'bm25', settings: { ...standardSetting, method: 'bm25' as const }, summary: null },
  ];
  const lines = markdownFormat.write(armsTable(arms, new Map(), 'Arms')).split('\n');
  expect(lines.filter((line) => line.startsWith('| '))[2]).toBe(
    '| 1 | cosine | 1,200 | 34 | 0.310 | – | 0.400 | 0.250 | 812 | 2 | 0 | 1.50 | 3.25 |',
  );
  expect(lines.filter((line) => line.startsWith('| '))[3]).toMatch(/^\| 2 \| bm25 \| – \|/);
  expect(lines.at(-2)).toContain('no outcome is known; the arm has not run yet');
});
