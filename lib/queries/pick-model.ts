import type { Db } from '@/db/client';
import type { KeyText } from '@/lib/core/retrieval/key-text';
import { canEmbed, defaultModel } from '@/lib/embedders';
import { countVectors } from '@/lib/mutations/embed';

/**
 * The embedding model to retrieve with when nobody named one: the one that most memories have vectors of among those
 * whose queries can be embedded here, else the local one. Vectors of different models are never compared.
 */
export async function pickQueryModel(db: Db, studyId: string, keyText: KeyText = 'key'): Promise<string> {
  const models = await countVectors(db, studyId, keyText);
  return models.find((m) => canEmbed(m.model))?.model ?? defaultModel;
}

/** The embedding model to look at when nobody named one: the one that most memories have vectors of. */
export async function pickSpaceModel(db: Db, studyId: string): Promise<string> {
  const models = await countVectors(db, studyId);
  return models[0]?.model ?? defaultModel;
}
