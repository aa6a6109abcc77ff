import { expect, it } from 'vitest';
import type { TrialRecord } from '../importer';
import { readFiles } from '../source/tree-fixture';

const question = {
  question_title: 'Sort',
  question_content: 'Sort it.',
  question_id: 12,
  difficulty: 'easy',
  output_list: ['one', 'two'],
  code_list: ['a', 'b'],
  graded_list: [true, false],
  metadata: ['{"error_message": "Wrong Answer"}', 'plain words'],
};
const evaluation = 'Model-X/Scenario.codegeneration_2_0.2_eval_all.json';

it('takes samples as attempts', async () => {
  const { records, notes, outcomes } = await readFiles({
    [evaluation]: [
      { ...question, graded_list: [true, 0] },
      { graded_list: [true], question_id: null },
    ],
    'Model-X/Scenario.codegeneration_2_0.2.json': [{ question_id: 12, code_list: ['a'] }],
    'Model-X/Scenario.codegeneration_2_0.2_eval.json': [{ 'pass@1': 0.5 }, {}, []],
  });
  const trials = records.map(({ record }) => record as TrialRecord);
  expect(trials.map((t) => [t.task, t.attempt, t.reward])).toEqual([
    ['12', 1, 1],
    ['12', 2, 0],
  ]);
  expect(trials[0]).toMatchObject({
    benchmark: 'livecodebench',
    taskText: 'Sort\n\nSort it.',
    condition: { label: 'Model-X · temperature 0.2', settings: { model: 'Model-X', samples: '2' } },
    details: { evaluation: { error_message: 'Wrong Answer' } },
  });
  expect(trials[1]).toMatchObject({ details: { evaluation: 'plain words' } });
  expect(trials[0]!.trajectory!.steps.map((s) => s.message)).toEqual(['Sort\n\nSort it.', 'one']);
  expect(notes.map(({ note }) => note)).toMatchObject([{ where: 'item 2' }]);
  expect([...outcomes].filter(([, o]) => o.status === 'part-of')).toHaveLength(2);
});

it('asks for the graded file when only numbers are there', async () => {
  const { outcomes } = await readFiles({
    'Model-X/Scenario.codegeneration_2_0.2_eval.json': [{ 'pass@1': 0.5 }, {}],
  });
  expect([...outcomes.values()][0]).toMatchObject({ status: 'refused', code: 'unreadable-file' });
});
