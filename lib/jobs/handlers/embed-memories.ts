import { z } from 'zod';
import { keyTexts } from '@/lib/core/retrieval/key-text';
import { embedMissingMemories } from '@/lib/mutations/embed';
import { resultLine } from '@/lib/mutations/embedding-tally';
import { gatherStatistics } from '@/lib/mutations/gather-statistics';
import { defineJob } from '../job';

/** Embeds the memories of a study that have no vector of the model for this text of theirs yet. */
export const embedMemories = defineJob({
  name: 'embed-memories',
  label: 'Embed memories',
  input: z.object({ studyId: z.string(), model: z.string(), keyText: z.enum(keyTexts).default('key') }),
  async run({ db, input: { studyId, model, keyText }, signal, report }) {
    const tally = await embedMissingMemories(db, studyId, model, { keyText, signal, report });
    await gatherStatistics(db);
    report(1, resultLine(tally));
    return { ...tally };
  },
});
