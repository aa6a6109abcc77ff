import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRetrievalLog } from '../harbor/retrieval-log';
import { readMessages } from '../mini-swe-agent/read-messages';
import { emptyStep } from './empty-step';
import { enclosedText } from './enclosed-text';
import { readForeignTrajectory } from './foreign-trajectory';
import { taskTextOf } from './task-text';

it('finds what the lazy pattern finds', () => {
  const piece = fc.constantFrom('<a>', '</a>', ' ', '\n', 'x', '<', '>');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const found = /<a>([\s\S]*?)<\/a>/.exec(text);
      const expected = found && { text: found[1]!.trim(), start: found.index };
      expect(enclosedText(text, '<a>', '</a>')).toEqual(expected);
    }),
  );
});

describe('logs made to be slow', () => {
  const size = 1_000_000;
  const filled = (piece: string) => piece.repeat(size / piece.length);
  const user = (content: string) => [emptyStep('user', content)];
  const said = (content: string) => [{ role: 'assistant', content }];
  const turns = (turn: object) => Array.from({ length: 100_000 }, () => turn);

  it.each<[string, () => unknown]>([
    ['records that nothing closes', () => readRetrievalLog(filled('<memory_items>'))],
    [
      'queries that nothing closes',
      () => readRetrievalLog(`${filled('<plan>')}<memory_items>[]</memory_items>`),
    ],
    ['a record of blanks', () => readRetrievalLog(`<memory_items>[${filled(' ')}`)],
    ['descriptions that nothing closes', () => taskTextOf(user(filled('<pr_description>')))],
    ['an issue of empty lines', () => taskTextOf(user(`Please solve this issue: ${filled('\n')}`))],
    ['blocks that nothing closes', () => readMessages(said(filled('```bash\nx ')))],
    ['a block of empty lines', () => readMessages(said(`\`\`\`bash${filled('\n')}`))],
    ['questions that nobody answers', () => readMessages(turns({ role: 'tool', content: '' }))],
    [
      'events that answer nothing',
      () => readForeignTrajectory(turns({ source: 'environment', action: 'system', observation: 'run' })),
    ],
  ])('%s are read in time that grows with their length', (_, read) => {
    const before = performance.now();
    read();
    // A megabyte takes some 50 ms; in quadratic time it took from ten seconds to minutes.
    expect(performance.now() - before).toBeLessThan(5000);
  });
});
