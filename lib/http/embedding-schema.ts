import { z } from 'zod';
import { keyTexts } from '@/lib/core/retrieval/key-text';
import { defaultModel, nameModel } from '@/lib/embedders';

/** What is embedded with what; the model comes out under the name that its vectors are kept under. */
export const embeddingRequest = z
  .strictObject({
    model: z.string().trim().min(1).max(200).default(defaultModel),
    keyText: z.enum(keyTexts).default('key'),
    dimensions: z.int().min(1).max(100_000).nullable().default(null),
  })
  .transform(({ model, keyText, dimensions }) => ({ model: nameModel(model, dimensions), keyText }));
