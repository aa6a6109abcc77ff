import { choiceOf } from '@/lib/importers/mapping/choices';
import type { StudyMapping } from '@/lib/importers/mapping/mapping';
import type { MappingPreview, MemoryKind } from '@/lib/queries/surveys';
import type { Backend } from './backend';
import { waitForJob } from './wait-for-job';

/**
 * The mapping that the logs propose, with a rule for everything that can be told apart: to be edited and given back.
 */
export async function proposeMapping(
  backend: Backend,
  studyId: string,
  paths: string[],
): Promise<StudyMapping> {
  const study = `/api/v1/studies/${encodeURIComponent(studyId)}`;
  const { mapping } = (await backend.request('GET', `${study}/mapping`)) as { mapping: StudyMapping };
  const { job } = (await backend.request('POST', `${study}/surveys`, { paths })) as { job: { id: string } };
  await waitForJob(backend, job.id);
  const { kinds } = (await backend.request('GET', `/api/v1/surveys/${job.id}`)) as { kinds: MemoryKind[] };
  const preview = (await backend.request('POST', `/api/v1/surveys/${job.id}/preview`, {
    mapping,
  })) as MappingPreview;
  return {
    template: mapping.template,
    conditions: preview.groups.map((group) => {
      const { name, settings, baseline, benchmark } = choiceOf(group);
      return {
        where: group.where,
        name,
        settings,
        ...(benchmark ? { benchmark } : {}),
        ...(baseline ? { baseline } : {}),
      };
    }),
    memoryTypes: kinds.map(({ pool, originalType, foundType }) => ({ pool, originalType, type: foundType })),
  };
}
