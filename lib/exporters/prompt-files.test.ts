import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standardSetting } from '@/lib/core/retrieval/setting';
import { studyMapping } from '@/lib/importers/mapping/mapping';
import { trialPlacer } from '@/lib/importers/mapping/place-trials';
import type { PromptArm, TaskPrompt } from '@/lib/queries/arm-prompts';
import { conditionOfArm, fileName, mappingFile, promptFile } from './prompt-files';

const head: PromptArm = {
  ablationId: '0f8fad5b-d9cb-469f-a165-70867728950e',
  studyId: 'study',
  arm: {
    index: 1,
    label: 'bm25 · cross-domain · insight · top 3',
    settings: { ...standardSetting, method: 'bm25', memoryTypes: ['insight'] },
    summary: null,
  },
  poolHash: 'abc',
  codeVersion: '0.1.0',
  taskCount: 2,
};
const filled: TaskPrompt = {
  benchmark: 'swe',
  task: 'a__b-1',
  promptBlock: '# Memory Item 1\nRead',
  memories: [{ id: 'm', rank: 1, score: 2 }],
};
const empty: TaskPrompt = { benchmark: 'aider', task: 'python/bowling', promptBlock: '', memories: [] };

describe('the files of an arm', () => {
  it('are one per task, empty where nothing was retrieved', () => {
    expect(promptFile(filled)).toEqual({ path: 'prompts/swe/a__b-1.md', text: '# Memory Item 1\nRead\n' });
    expect(promptFile(empty)).toEqual({ path: 'prompts/aider/python~2f~bowling.md', text: '' });
  });

  it('carry the mapping that leads runs back to the arm', () => {
    const mapping = studyMapping.parse(JSON.parse(mappingFile(head).text));
    const condition = conditionOfArm(head);
    const placed = trialPlacer(mapping)({
      label: condition,
      basis: 'set by hand for this import',
      benchmark: 'swe',
      settings: {},
      attempt: null,
      path: null,
    });
    expect(placed.condition).toMatchObject({
      label: condition,
      settings: { method: 'bm25', scope: 'cross-domain', memoryType: 'insight', topN: 3 },
    });
  });
});

describe('fileName', () => {
  it('keeps names apart and never leaves its folder', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (a, b) => {
        expect(fileName(a)).toMatch(/^[\w~][\w.~-]*$|^-[\w.~-]*$/);
        if (a.isWellFormed() && b.isWellFormed() && !/~/.test(a + b) && a !== b)
          expect(fileName(a)).not.toBe(fileName(b));
      }),
    );
    expect(fileName('../..')).toBe('~2e2e~~2f~..');
    expect(fileName('.env')).not.toBe(fileName('_env'));
    const [long, other] = ['漢'.repeat(300), `${'漢'.repeat(299)}字`].map(fileName);
    expect(long!.length).toBeLessThan(200);
    expect(long).not.toBe(other);
  });
});
