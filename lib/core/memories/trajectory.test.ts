import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Step } from '@/lib/core/vocabulary';
import { packEnds } from './pack-ends';
import { renderTrajectory } from './render-trajectory';
import { trajectoryMemoryLimits, trajectoryText } from './trajectory-text';
import { withoutKeys } from './without-keys';

const step = (change: Partial<Step>): Step => ({
  source: 'agent',
  message: '',
  reasoning: null,
  model: null,
  toolCalls: [],
  observations: [],
  timestamp: null,
  copied: false,
  promptTokens: null,
  completionTokens: null,
  cachedTokens: null,
  costUsd: null,
  ...change,
});
const act = (input: string, seen: string, more: Partial<Step> = {}) =>
  step({
    message: 'I think this helps.',
    reasoning: 'Deep thoughts.',
    toolCalls: [{ id: 'c', name: 'bash', input }],
    observations: [{ callId: 'c', content: seen }],
    ...more,
  });
const trial: Step[] = [
  step({ source: 'system', message: 'You are an agent.' }),
  step({ source: 'user', message: 'Fix the bug.' }),
  act('ls', 'a.py', { copied: true }),
  act('ls', 'a.py'),
  step({
    toolCalls: [{ id: 'd', name: 'edit', input: '{"file": "a.py"}' }],
    observations: [{ callId: 'd', content: 'ok' }],
  }),
  step({ source: 'user', message: 'Go on.' }),
  step({ message: 'Done.' }),
];

describe('trajectoryText', () => {
  it('holds actions and observations, and nothing that was said or thought', () => {
    expect(trajectoryText(trial)).toEqual({
      text: '$ ls\na.py\n\nedit: {"file": "a.py"}\nok\n\nUser: Go on.',
      stepCount: 3,
      leftOutBlocks: 0,
      leftOutChars: 0,
    });
  });

  it('takes the messages of an agent without tools for its actions', () => {
    const answered = [
      step({ source: 'user', message: 'Task' }),
      step({ message: 'def solve(): ...', reasoning: 'hm' }),
    ];
    expect(trajectoryText(answered).text).toBe('def solve(): ...');
    expect(trajectoryText([step({ source: 'user', message: 'Task' })])).toMatchObject({
      text: '',
      stepCount: 0,
    });
  });

  it('cuts long parts and long trajectories, and says where', () => {
    const { text } = trajectoryText([act('ls', 'x'.repeat(50_000))]);
    expect(text.length).toBeLessThan(trajectoryMemoryLimits.observation + 100);
    expect(text).toMatch(/characters left out/);
    const long = trajectoryText(Array.from({ length: 400 }, (_, i) => act(`look ${i}`, 'y'.repeat(300))));
    expect(long.text.length).toBeLessThanOrEqual(trajectoryMemoryLimits.whole);
    expect(long.text).toMatch(/^\$ look 0\n/);
    expect(long.text).toMatch(/\[… steps \d+ to \d+ of 400 left out …\]/);
    expect(long.text).toContain('$ look 399\n');
    expect(long.leftOutBlocks).toBeGreaterThan(200);
  });
});

describe('renderTrajectory', () => {
  it('numbers the steps and keeps what the agent said', () => {
    const { text } = renderTrajectory(trial);
    expect(text).toMatch(/^\[step 1\]\nI think this helps\.\n\$ ls\na\.py\n\n\[step 2\]/);
    expect(text).toMatch(/\[step 4\]\nDone\.$/);
    expect(text).not.toContain('Fix the bug');
  });

  it('keeps to its limit for any steps, with the first and the last one', () => {
    const anyStep = fc.record({ input: fc.string({ maxLength: 300 }), seen: fc.string({ maxLength: 900 }) });
    fc.assert(
      fc.property(
        fc.array(anyStep, { minLength: 2, maxLength: 40 }),
        fc.integer({ min: 0, max: 6_000 }),
        (given, limit) => {
          const steps = given.map(({ input, seen }) => act(input, seen));
          const { text, leftOutBlocks, leftOutChars, stepCount } = renderTrajectory(steps, limit);
          expect(text.length).toBeLessThanOrEqual(limit);
          expect(stepCount).toBe(steps.length);
          if (leftOutBlocks > 0) expect(leftOutChars).toBeGreaterThan(0);
          if (limit >= 1_000) {
            expect(text).toContain('[step 1]');
            // The last step may lose its middle, never its end.
            expect(text.endsWith(renderTrajectory(steps, 1e6).text.slice(-20))).toBe(true);
          }
          if (leftOutBlocks === 0 && leftOutChars === 0) expect(text).toContain(`[step ${steps.length}]`);
        },
      ),
    );
  });
});

describe('packEnds', () => {
  it('loses no block without saying so', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,40}$/), { minLength: 1, maxLength: 30 }),
        fc.nat(500),
        (words, limit) => {
          const blocks = words.map((word, i) => `<${i}>${word}`);
          const packed = packEnds(blocks, limit);
          expect(packed.text.length).toBeLessThanOrEqual(limit);
          const note = /steps (\d+) to (\d+) of/.exec(packed.text);
          expect(packed.leftOutBlocks).toBe(note ? Number(note[2]) - Number(note[1]) + 1 : 0);
          if (
            packed.leftOutBlocks > 0 &&
            packed.leftOutChars === blocks.slice(Number(note![1]) - 1, Number(note![2])).join('').length
          ) {
            for (const [i, block] of blocks.entries())
              if (i < Number(note![1]) - 1 || i >= Number(note![2])) expect(packed.text).toContain(block);
          }
        },
      ),
    );
  });
});

describe('withoutKeys', () => {
  it('removes what looks like a key and nothing else', () => {
    expect(withoutKeys('key sk-proj-0123456789abcdefXYZ used; token = tokens[0]; task-list')).toBe(
      'key [removed] used; token = tokens[0]; task-list',
    );
  });
});
