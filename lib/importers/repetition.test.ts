import { expect, it } from 'vitest';
import { splitRepetition } from './repetition';

it.each([
  ['T-SE_run2', 'T-SE', 2],
  ['insight-run10', 'insight', 10],
  ['insight_run_3', 'insight', 3],
  ['tb_rc2_g5_1', 'tb_rc2_g5', 1],
  ['deepseek_chat_dev', 'deepseek_chat_dev', null],
  ['2025-08-07__20-46-16', '2025-08-07__20-46-16', null],
  ['20250924_1234', '20250924_1234', null],
  ['baseline_0', 'baseline_0', null],
  ['run1', 'run1', null],
])('%s', (name, base, attempt) => {
  expect(splitRepetition(name)).toEqual({ base, attempt });
});
