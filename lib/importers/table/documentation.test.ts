import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { memoryFields, taskFields, trialFields } from './fields';
import { tableRecipe } from './recipe';

const page = readFileSync(path.join(import.meta.dirname, '../../../docs/import-format.md'), 'utf8');
const section = /^## Tables$([\s\S]*?)^## /m.exec(page)?.[1] ?? '';

it('shows recipes that are recipes', () => {
  const shown = [...section.matchAll(/```json\n([\s\S]*?)```/g)].map(
    (match) => JSON.parse(match[1]!) as unknown,
  );
  expect(shown.map((recipe) => tableRecipe.parse(recipe).kind)).toEqual(['trials', 'memories', 'tasks']);
});

it.each([
  ['trial', trialFields],
  ['memory', memoryFields],
  ['task', taskFields],
])('names every field of a %s', (kind, fields) => {
  const listed = new RegExp(`Fields of a ${kind}: ([\\s\\S]*?)\\.\\s`).exec(section)?.[1] ?? '';
  expect([...listed.matchAll(/`(\w+)`/g)].map((match) => match[1]).sort()).toEqual(
    Object.keys(fields).sort(),
  );
});
