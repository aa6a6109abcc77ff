import { z } from 'zod';
import { judgeClaims } from '@/lib/mutations/claims';
import { undoImport as undo } from '@/lib/mutations/undo-import';
import { defineJob } from '../job';

/** Takes an import back as a whole. */
export const undoImport = defineJob({
  name: 'undo-import',
  label: 'Undoing an import',
  input: z.object({ importId: z.uuid() }),
  async run({ db, input, studyId, report, signal }) {
    const undone = await undo(db, input.importId, { report, signal });
    if (studyId) await judgeClaims(db, studyId);
    return undone;
  },
});
