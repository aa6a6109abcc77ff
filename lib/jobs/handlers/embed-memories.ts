import { z } from 'zod';
import { embedMissingMemories } from '@/lib/mutations/embed';
import { defineJob } from '../job';

/** Embeds the memories of a study that have no vector of the model yet. */
export const embedMemories = defineJob({
  name: 'embed-memories',
  label: 'Embed memories',
  input: z.object({ studyId: z.string(), model: z.string() }),
  async run({ db, input, signal, report }) {
    const result = await embedMissingMemories(db, input.studyId, input.model, { signal, report });
    report(1, `${result.embedded.toLocaleString('en')} memories embedded`);
    return result;
  },
});
