import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { wireSchema } from '../wire-schema';
import { prompts } from './index';
import { promptMessages } from './prompt';

const parts = ['index.ts', 'prompt.ts', 'insight-form.ts', 'trajectory-material.ts', 'retrieval-material.ts'];

it('lists every prompt file under its own id', () => {
  const files = readdirSync(import.meta.dirname).filter(
    (file) => !file.endsWith('.test.ts') && !parts.includes(file),
  );
  expect(Object.keys(prompts).sort()).toEqual(files.map((file) => file.replace('.ts', '')).sort());
  for (const [id, prompt] of Object.entries(prompts)) expect(prompt.id).toBe(id);
});

/** What was sent under a version stays what it was: changed words need a new version, and a new line here. */
it('changes no words without a new version', () => {
  const fingerprints = Object.values(prompts).map(({ id, version, text }) => [
    `${id} v${version}`,
    createHash('sha256').update(text).digest('hex').slice(0, 12),
  ]);
  expect(Object.fromEntries(fingerprints)).toMatchInlineSnapshot(`
    {
      "insight-of-failure v1": "22913d66f5e8",
      "insight-of-success v1": "0fe4d07de61b",
      "judge v1": "c818839e1e77",
      "loss-cause v1": "fdd9741ecd6b",
      "meta-knowledge v1": "c7e8f2a5203d",
      "relevance v1": "085299fd7acf",
      "rerank v1": "5feffcddbc38",
      "retrieval-plan v1": "f3248a65b979",
      "retrieval-summary v1": "5305053a2925",
      "rewrite v1": "8b6ad463a741",
      "summary v1": "6afaf734a1fb",
      "workflow v1": "1760a9a3c11d",
    }
  `);
});

it('asks for JSON that strict servers accept: every field required, nothing else allowed', () => {
  const check = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return;
    const { type, properties, required, additionalProperties, items } = schema as Record<string, unknown>;
    if (type === 'object') {
      expect(additionalProperties).toBe(false);
      expect(required).toEqual(Object.keys(properties as object));
      Object.values(properties as object).forEach(check);
    }
    check(items);
  };
  for (const { schema } of Object.values(prompts)) check(wireSchema(schema));
});

it('tells the ending to those who write memories, and never to the judge', () => {
  const input = { task: 'Fix it', trajectory: 'It was fixed', passed: true };
  expect(promptMessages(prompts.workflow, input)[1]!.content).toMatch(/the task was solved/);
  expect(promptMessages(prompts.summary, { ...input, passed: null })[1]!.content).toMatch(/<ending>unknown/);
  const judged = promptMessages(prompts.judge, input);
  expect(judged[1]!.content).toBe('<task>\nFix it\n</task>\n\n<record>\nIt was fixed\n</record>');
});
