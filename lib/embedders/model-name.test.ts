import { describe, expect, it } from 'vitest';
import { parseModelName, writeModelName } from './model-name';

describe('the name of a model', () => {
  it.each([
    ['text-embedding-3-small', 'text-embedding-3-small', null],
    ['text-embedding-3-small@512', 'text-embedding-3-small', 512],
    ['org/model@v2', 'org/model@v2', null],
    ['org/model@v2@64', 'org/model@v2', 64],
    ['model@0', 'model@0', null],
    ['model@', 'model@', null],
    ['@512', '@512', null],
  ])('%s is of %s with %s dimensions, and is written so again', (name, model, dimensions) => {
    expect(parseModelName(name)).toEqual({ model, dimensions });
    expect(writeModelName({ model, dimensions })).toBe(name);
  });
});
