import { AppError } from '@/lib/core/errors';
import { embedInParts } from './embed-in-parts';
import type { Embedder, EmbedderSetup, EmbeddingProvider, Runner } from './embedder';
import { toRows } from './embedder';
import { parseModelName } from './model-name';
import { isInstalled } from './optional-package';
import { embedWithTransformers, transformersPackage } from './transformers-model';
import { isTransformersName, transformersPrefix } from './transformers-name';

/** Far above what such models read; their own limit, in tokens, cuts earlier. */
const maxChars = 100_000;
const partTexts = 16;
const partChars = 60_000;

/** A small English model, to offer first; any other of the same kind can be named. */
const offered = {
  model: `${transformersPrefix}Xenova/all-MiniLM-L6-v2`,
  dimensions: 384,
  takesDimensions: false,
};

const notInstalled = (name: string) =>
  new AppError(
    'needs-embeddings',
    `The model ${name} needs the package ${transformersPackage}, which is not installed.`,
    {
      hint: `Run: npm install ${transformersPackage}`,
      where: name,
    },
  );

const badName = (name: string) =>
  new AppError('invalid-input', `“${name}” is not the name of a model on this machine.`, {
    hint: `Write ${transformersPrefix}OWNER/MODEL, as in ${offered.model}, without a number of dimensions.`,
    where: 'model',
  });

const owned = /^[\w.-]+\/[\w.-]+$/;

/** `OWNER/MODEL` of a name; null when it is not of that form. */
function repositoryOf(name: string): string | null {
  const repository = name.slice(transformersPrefix.length);
  return owned.test(repository) && parseModelName(name).dimensions === null ? repository : null;
}

/**
 * Models of Hugging Face that run on this machine, once their optional package is installed.
 *
 * @param packages how it is found and loaded; the package itself unless a test says otherwise
 */
export function createTransformers(
  packages: { isInstalled(): boolean; run: Runner<{ model: string; texts: readonly string[] }> } = {
    isInstalled: () => isInstalled(transformersPackage),
    run: (input) => embedWithTransformers(input),
  },
): EmbeddingProvider {
  function create(
    name: string,
    { threads = 1, runTransformers = packages.run, dimensions }: EmbedderSetup,
  ): Embedder {
    const model = repositoryOf(name)!;
    const plan = {
      who: `The model ${model} on this machine`,
      model: name,
      maxChars,
      usdPerMillion: 0,
      partTexts,
      partChars,
      width: threads,
      dimensions: dimensions ?? null,
      expectedBy: 'the stored vectors of this model have so many',
    };
    return {
      id: 'transformers',
      model: name,
      host: null,
      dimensions: plan.dimensions,
      maxChars,
      usdPerMillion: 0,
      embed: (texts, options = {}) =>
        embedInParts(
          texts,
          plan,
          async (some, { signal }) => {
            const rows = await runTransformers({ model, texts: some }, signal ? { signal } : {});
            return { vectors: toRows(rows), tokens: rows.tokens ?? null, cutAt: rows.cutAt ?? [] };
          },
          options,
        ),
    };
  }
  return {
    id: 'transformers',
    label: 'Hugging Face model, on this machine',
    offers: () => (packages.isInstalled() ? [offered] : []),
    names: isTransformersName,
    obstacle: (name) =>
      repositoryOf(name) === null ? badName(name) : packages.isInstalled() ? null : notInstalled(name),
    create,
  };
}

export const transformers = createTransformers();
