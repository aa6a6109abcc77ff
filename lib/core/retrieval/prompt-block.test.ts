import { describe, expect, it } from 'vitest';
import { type PromptMemory, promptBlock } from './prompt-block';

const insight: PromptMemory = {
  type: 'insight',
  title: 'Run the narrow test first',
  description: 'When a suite is slow',
  content: 'Find the one test that shows the fault and run it alone.',
  sourceTaskText: null,
  success: true,
};

describe('promptBlock', () => {
  it('numbers the items and names their parts', () => {
    const block = promptBlock([insight, { ...insight, title: 'Second' }]);
    expect(block).toMatch(/^Below are insights/);
    expect(block).toContain(
      '# Memory Item 1\n## Title: Run the narrow test first\n## Description: When a suite is slow',
    );
    expect(block).toContain('# Memory Item 2\n## Title: Second');
  });

  it('uses a neutral introduction for mixed types and keeps unmatched texts as they were logged', () => {
    const block = promptBlock([insight, { ...insight, type: 'workflow' }, 'as logged']);
    expect(block).toMatch(/^Below are memories/);
    expect(block).toContain('## Goal: Run the narrow test first');
    expect(block).toContain('# Memory Item 3\nas logged');
  });

  it('says the outcome of a trajectory only when it is known', () => {
    const trajectory: PromptMemory = {
      ...insight,
      type: 'trajectory',
      sourceTaskText: 'Fix the parser',
      success: false,
    };
    expect(promptBlock([trajectory])).toContain('## Result: failure');
    expect(promptBlock([{ ...trajectory, success: null }])).not.toContain('Result');
  });

  it('is empty for no memories', () => {
    expect(promptBlock([])).toBe('');
  });
});
