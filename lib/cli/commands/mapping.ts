import type { Command } from 'commander';
import type { StudyMapping } from '@/lib/importers/mapping/mapping';
import type { AppliedMapping } from '@/lib/mutations/mapping';
import { readMappingFile } from '../mapping-file';
import { waitForJob } from '../wait-for-job';
import { printJson, studyNamed, withBackend } from '../with-study';

/** `carryover mapping`: shows a study's mapping, or places everything by another one. */
export function addMapping(root: Command): void {
  root
    .command('mapping')
    .description('print how logs become conditions in a study, or change it without importing again')
    .requiredOption('--study <name>', 'the study')
    .option('--apply <file>', 'place everything that is stored by the mapping in this JSON file')
    .action(async (options: { study: string; apply?: string }) => {
      const mapping = options.apply === undefined ? null : await readMappingFile(options.apply);
      await withBackend(async (backend) => {
        const { id } = await studyNamed(backend, options.study);
        const address = `/api/v1/studies/${encodeURIComponent(id)}/mapping`;
        if (!mapping) {
          printJson(((await backend.request('GET', address)) as { mapping: StudyMapping }).mapping);
          return;
        }
        const { job } = (await backend.request('PUT', address, { mapping })) as { job: { id: string } };
        const { result } = await waitForJob(backend, job.id);
        const { trials, moved, memoriesRetyped } = result as AppliedMapping;
        console.log(`Of ${trials} trials ${moved} moved; ${memoriesRetyped} memories changed their type.`);
      });
    });
}
