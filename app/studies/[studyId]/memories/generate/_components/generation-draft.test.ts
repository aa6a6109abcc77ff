import { describe, expect, it } from 'vitest';
import { generationSpec } from '@/lib/core/memories/generation-spec';
import type { ServiceDescription } from '@/lib/llm/describe-service';
import { firstDraft, toRequest } from './generation-draft';

const serving = (model: string): ServiceDescription => ({
  state: 'ready',
  host: 'models.example',
  models: [{ model, price: { input: 1, output: 2 } }],
});

describe('toRequest', () => {
  it('sends what the API takes, with empty fields for no choice', () => {
    const { name: _, ...spec } = toRequest(firstDraft(serving('a-model'))) as { name?: string };
    expect(generationSpec.parse(spec)).toMatchObject({
      types: ['trajectory', 'workflow', 'summary', 'insight'],
      ...{
        model: 'a-model',
        conditions: null,
        limit: null,
        budgetUsd: null,
        price: null,
        concurrency: 4,
        seed: 7,
      },
    });
  });

  it('opens with what needs no model where there is none', () => {
    expect(
      generationSpec.safeParse(toRequest(firstDraft({ state: 'no-key', host: null, models: [] }))).success,
    ).toBe(true);
  });

  it('reads numbers, and leaves what is none to be refused', () => {
    const draft = {
      ...firstDraft(serving('m')),
      limit: ' 20 ',
      budgetUsd: '1.5',
      priceIn: '0.4',
      priceOut: '1.6',
      name: ' N ',
    };
    expect(toRequest(draft)).toMatchObject({
      name: 'N',
      limit: 20,
      budgetUsd: 1.5,
      price: { input: 0.4, output: 1.6 },
    });
    const wrong = generationSpec.safeParse(toRequest({ ...draft, limit: 'many' }));
    expect(wrong.error?.issues[0]?.path).toEqual(['limit']);
  });
});
