import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { AppError } from '@/lib/core/errors';
import type { ImportReport } from '@/lib/queries/imports';
import { textTable } from '../table';
import { waitForJob } from '../wait-for-job';
import { printJson, studyNamedOrNew, withBackend } from '../with-study';

interface Options {
  study: string;
  condition?: string;
  json?: boolean;
}

function print(report: ImportReport): void {
  const { files, totals } = report.import;
  console.log(
    textTable(
      ['format', 'outcome', 'files', 'trials', 'memories', 'retrievals'],
      report.byFormat.map((f) => [
        f.format,
        f.outcome,
        String(f.files),
        String(f.read.trial ?? 0),
        String(f.read.memory ?? 0),
        String(f.read.retrieval ?? 0),
      ]),
    ),
  );
  const changes = Object.entries(totals)
    .filter(([, t]) => t.added + t.changed + t.unchanged > 0)
    .map(([kind, t]) => `${kind}: ${t.added} added, ${t.changed} changed, ${t.unchanged} unchanged`);
  if (changes.length > 0) console.log(`\n${changes.join('\n')}`);
  if (changes.length > 0 && Object.values(totals).every((t) => t.added + t.changed === 0)) {
    console.log('Everything was there already; nothing changed.');
  }
  const refused = report.reasons.filter((r) => r.outcome === 'refused');
  if (refused.length > 0) {
    console.log(`\n${files.refused} refused:`);
    for (const r of refused)
      console.log(`  ${r.examples[0]}${r.files > 1 ? ` and ${r.files - 1} more` : ''}: ${r.reason}`);
  }
}

/** `carryover import`: brings folders, archives and files into a study. */
export function addImport(root: Command): void {
  root
    .command('import')
    .description('bring run logs and memory pools into a study')
    .argument('<path...>', 'folders, archives or files')
    .requiredOption('--study <name>', 'the study; made when it does not exist')
    .option('--condition <label>', 'put every trial under this condition instead of the proposed ones')
    .option('--json', 'print the report as JSON')
    .action(async (paths: string[], options: Options) => {
      const missing = paths.find((p) => !existsSync(p));
      if (missing) {
        throw new AppError('not-found', `There is nothing at ${path.resolve(missing)}.`, {
          hint: 'Check the path.',
        });
      }
      const report = await withBackend(async (backend) => {
        const study = await studyNamedOrNew(backend, options.study);
        const started = (await backend.request(
          'POST',
          `/api/v1/studies/${encodeURIComponent(study.id)}/imports`,
          {
            paths: paths.map((p) => path.resolve(p)),
            condition: options.condition ?? null,
          },
        )) as { importId: string; job: { id: string } };
        await waitForJob(backend, started.job.id);
        const first = (await backend.request('GET', `/api/v1/imports/${started.importId}`)) as ImportReport;
        while (first.files.length < first.fileTotal) {
          first.page++;
          const next = (await backend.request(
            'GET',
            `/api/v1/imports/${started.importId}?page=${first.page}`,
          )) as ImportReport;
          if (next.files.length === 0) break;
          first.files.push(...next.files);
        }
        return first;
      });
      if (options.json) printJson(report);
      else print(report);
    });
}
