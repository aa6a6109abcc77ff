import { z } from 'zod';
import { studyMapping } from '@/lib/importers/mapping/mapping';
import { applyMapping as apply } from '@/lib/mutations/mapping';
import { defineJob } from '../job';

/** Places everything in a study by another mapping, without importing again. */
export const applyMapping = defineJob({
  name: 'apply-mapping',
  label: 'Changing the mapping',
  input: z.object({ studyId: z.string(), mapping: studyMapping }),
  run: ({ db, input, report, signal }) => apply(db, input.studyId, input.mapping, { report, signal }),
});
