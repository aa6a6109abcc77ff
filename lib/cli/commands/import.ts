import type { Command } from 'commander';
import type { ImportReport } from '@/lib/queries/imports';
import { importPaths, requirePaths, withAllFiles } from '../import-paths';
import { readMappingFile } from '../mapping-file';
import { proposeMapping } from '../propose-mapping';
import { textTable } from '../table';
import { printJson, studyNamedOrNew, withBackend } from '../with-study';

interface Options {
  study: string;
  condition?: string;
  mapping?: string;
  propose?: boolean;
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
  console.log(`\nTo take it back: carryover undo ${report.import.id}`);
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
    .option('--mapping <file>', 'make the mapping in this JSON file the study’s, and place trials by it')
    .option('--propose', 'print the mapping that the logs propose and import nothing')
    .option('--json', 'print the report as JSON')
    .action(async (given: string[], options: Options) => {
      const paths = requirePaths(given);
      const mapping = options.mapping === undefined ? undefined : await readMappingFile(options.mapping);
      await withBackend(async (backend) => {
        const study = await studyNamedOrNew(backend, options.study);
        if (options.propose) {
          printJson(await proposeMapping(backend, study.id, paths));
          return;
        }
        const condition = options.condition ?? null;
        const report = await importPaths(backend, study.id, { paths, condition, mapping });
        if (options.json) printJson(await withAllFiles(backend, report));
        else print(report);
      });
    });
}
