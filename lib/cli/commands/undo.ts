import type { Command } from 'commander';
import type { UndoneImport } from '@/lib/mutations/undo-import';
import { waitForJob } from '../wait-for-job';
import { withBackend } from '../with-study';

/** `carryover undo`: takes an import back. */
export function addUndo(root: Command): void {
  root
    .command('undo')
    .description('take an import back as a whole')
    .argument('<import>', 'the id of the import, as its report names it')
    .action(async (importId: string) => {
      const result = await withBackend(async (backend) => {
        const started = (await backend.request(
          'POST',
          `/api/v1/imports/${encodeURIComponent(importId)}/undo`,
          {},
        )) as { job: { id: string } };
        return (await waitForJob(backend, started.job.id)).result as UndoneImport;
      });
      console.log(
        `Removed ${result.trialsRemoved} trials, ${result.memoriesRemoved} memories and ${result.judgementsRemoved} verdicts; ` +
          `restored ${result.restored}, kept ${result.kept} that a later import holds or changed.`,
      );
    });
}
