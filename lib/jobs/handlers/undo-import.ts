import { z } from 'zod';
import { undoImport as undo } from '@/lib/mutations/undo-import';
import { defineJob } from '../job';

/** Takes an import back as a whole. */
export const undoImport = defineJob({
  name: 'undo-import',
  label: 'Undoing an import',
  input: z.object({ importId: z.uuid() }),
  run: ({ db, input, report, signal }) => undo(db, input.importId, { report, signal }),
});
