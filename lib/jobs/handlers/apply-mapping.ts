import { z } from 'zod';
import { studyMapping } from '@/lib/importers/mapping/mapping';
import { judgeClaims } from '@/lib/mutations/claims';
import { applyMapping as apply } from '@/lib/mutations/mapping';
import { defineJob } from '../job';

/** Places everything in a study by another mapping, without importing again. */
export const applyMapping = defineJob({
  name: 'apply-mapping',
  label: 'Changing the mapping',
  input: z.object({ studyId: z.string(), mapping: studyMapping }),
  async run({ db, input, report, signal }) {
    const applied = await apply(db, input.studyId, input.mapping, { report, signal });
    await judgeClaims(db, input.studyId);
    return applied;
  },
});
