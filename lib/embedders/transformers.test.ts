import { describe, expect, it } from 'vitest';
import { isUnitLength } from '@/lib/core/linear/unit-length';
import { canEmbed, embedderFor, listModels } from './index';
import { fakeLimit, fakeTransformers } from './testing/fake-transformers';
import { createTransformers } from './transformers';
import { embedWithTransformers } from './transformers-model';

const asked: string[] = [];
const loading = {
  importPackage: async (name: string) => {
    asked.push(name);
    return fakeTransformers;
  },
};
const provider = createTransformers({
  isInstalled: () => true,
  run: (input) => embedWithTransformers(input, undefined, loading),
});
const model = 'transformers:Xenova/all-MiniLM-L6-v2';

describe('models of the optional package', () => {
  it('embed with the mean over tokens at unit length, and count tokens', async () => {
    const embedder = provider.create(model, {});
    expect(embedder).toMatchObject({ host: null, usdPerMillion: 0, model });
    const { vectors, tokens, costUsd, cutAt } = await embedder.embed(['apple bean', '', 'apple bean', 'cat']);
    expect(asked).toEqual(['@huggingface/transformers']);
    expect(vectors[0]).toEqual(vectors[2]);
    expect([...vectors[0]!.slice(0, 3)].map((x) => x.toFixed(3))).toEqual(['0.707', '0.707', '0.000']);
    expect(isUnitLength(vectors[3]!)).toBe(true);
    expect([...vectors[1]!]).toEqual(new Array(8).fill(0));
    expect({ tokens, costUsd, cutAt }).toEqual({ tokens: 5, costUsd: 0, cutAt: [null, null, null, null] });
  });

  it('cut a text where the model stops reading', async () => {
    const text = 'apple bean cat dog egg fig grape hat';
    const { vectors, cutAt, tokens } = await provider.create(model, {}).embed([text, 'apple']);
    expect(text.slice(0, cutAt[0]!).trim().split(' ')).toHaveLength(fakeLimit);
    expect(vectors[0]).toEqual(
      (await provider.create(model, {}).embed(['apple bean cat dog egg fig'])).vectors[0],
    );
    expect(cutAt[1]).toBeNull();
    expect(tokens).toBe(fakeLimit + 1);
  });

  it.each([
    ['transformers:org/missing', /org\/missing could not be loaded: Could not locate file/],
    ['transformers:org/unpooled', /did not answer with one vector for each text/],
  ])('say what is wrong with %s', async (name, message) => {
    const failure = provider.create(name, {}).embed(['apple']);
    await expect(failure).rejects.toMatchObject({
      name: 'AppError',
      code: 'provider-failed',
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
  });

  it('say who answered what where other vectors are stored', async () => {
    const failure = provider.create(model, { dimensions: 384 }).embed(['apple']);
    await expect(failure).rejects.toThrow(
      /model Xenova\/all-MiniLM-L6-v2 on this machine answered with 8 numbers for a text, where 384 were expected/,
    );
  });

  it('are offered when the package is there', () => {
    expect(provider.offers({}).map((m) => m.model)).toEqual([model]);
    expect(provider.obstacle(model, {})).toBeNull();
    expect(provider.obstacle('transformers:nothing', {})?.message).toMatch(/is not the name of a model/);
    expect(provider.obstacle(`${model}@64`, {})?.message).toMatch(/is not the name of a model/);
  });

  it('are not, and say what to install, when it is not', async () => {
    const absent = createTransformers({
      isInstalled: () => false,
      run: () => Promise.reject(new Error('no')),
    });
    expect(absent.offers({})).toEqual([]);
    expect(absent.obstacle(model, {})).toMatchObject({
      code: 'needs-embeddings',
      hint: 'Run: npm install @huggingface/transformers',
    });
    const broken = { importPackage: () => Promise.reject(new Error('Cannot find package')) };
    await expect(
      embedWithTransformers({ model: 'a/b', texts: ['x'] }, undefined, broken),
    ).rejects.toMatchObject({
      code: 'needs-embeddings',
      hint: 'Run: npm install @huggingface/transformers',
    });
  });

  it('are never taken for models of a service', () => {
    const env = { OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' };
    // As this checkout is installed: without the package.
    expect(listModels(env).some((m) => m.provider === 'transformers')).toBe(false);
    expect(canEmbed(model, env)).toBe(false);
    expect(() => embedderFor(model, { env })).toThrow(/needs the package @huggingface\/transformers/);
  });
});
