import type { Command } from 'commander';
import { defaultModel } from '@/lib/embedders';
import { waitForJob } from '../wait-for-job';
import { studyNamed, withBackend } from '../with-study';

/** `carryover embed`: gives memories vectors with which queries can be compared. */
export function addEmbed(root: Command): void {
  root
    .command('embed')
    .description('embed the memories of a study')
    .requiredOption('--study <name>', 'the study')
    .option('--model <model>', 'embedding model', defaultModel)
    .action(async (options: { study: string; model: string }) => {
      const job = await withBackend(async (backend) => {
        const study = await studyNamed(backend, options.study);
        const path = `/api/v1/studies/${encodeURIComponent(study.id)}/embeddings`;
        const started = (await backend.request('POST', path, { model: options.model })) as {
          job: { id: string };
        };
        return waitForJob(backend, started.job.id);
      });
      console.log(job.message);
    });
}
