import { expect, it } from 'vitest';
import { pathsToTry } from './paths-to-try';

it('reads the files that are asked for with what may belong to them', () => {
  const paths = [
    'config.json',
    'a/result.json',
    'a/agent/trajectory.json',
    'a/agent/log.txt',
    'a/verifier/reward.txt',
    'b/result.json',
  ];
  expect([...pathsToTry(paths, ['a/agent/trajectory.json'])]).toEqual([
    'a/result.json',
    'a/agent/trajectory.json',
    'a/agent/log.txt',
  ]);
  expect([...pathsToTry(paths, ['b/result.json'])]).toEqual(['config.json', 'b/result.json']);
  expect([...pathsToTry(paths, ['config.json'])]).toEqual(['config.json']);
});
