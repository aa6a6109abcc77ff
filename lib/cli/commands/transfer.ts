import { type Command, Option } from 'commander';
import { formatPoints } from '@/lib/core/format-number';
import { type MissingReward, missingRules } from '@/lib/core/gains/missing';
import { scalings } from '@/lib/core/gains/transfer-report';
import { memoryTypes } from '@/lib/core/vocabulary';
import type { Transfer } from '@/lib/queries/get-transfer';
import { figure, textTable } from '../table';
import { printJson, questionOf, studyNamed, withBackend } from '../with-study';

interface Options {
  study: string;
  baseline?: string;
  missing?: MissingReward;
  type?: string;
  json?: true;
}

function section(title: string, header: string[], rows: string[][]): void {
  console.log(`\n${title}\n`);
  console.log(rows.length > 0 ? textTable(header, rows) : 'Nothing in the logs to tell.');
}

function print({ baselineName, settings, matrix, writers, scaling, methods }: Transfer): void {
  console.log(
    `Differences to ${baselineName} in percentage points with their ${Math.round(settings.level * 100)} % intervals`,
  );
  section(
    'By source of the memories in the prompt',
    ['source', 'target', 'uplift', 'drawn to the mean', 'tasks', 'trials'],
    matrix.cells.map((cell) => [
      cell.source,
      cell.target,
      figure(cell),
      cell.shrunk ? formatPoints(cell.shrunk.value) : '–',
      String(cell.taskCount),
      String(cell.trialCount),
    ]),
  );
  section(
    'By writer of the memories',
    ['writer', 'user', 'gain', 'tasks'],
    writers.cells.map((cell) => [cell.writer, cell.user, figure(cell), String(cell.taskCount)]),
  );
  for (const axis of scalings)
    section(
      axis === 'poolFraction' ? 'By share of the pool' : 'By number of source benchmarks',
      ['at', 'benchmark', 'gain', 'tasks'],
      scaling[axis].map((point) => [
        String(point.x),
        point.benchmark ?? `all, ${point.average}`,
        figure(point),
        String(point.taskCount),
      ]),
    );
  for (const { common, benchmarks, rows } of methods)
    section(
      `By retrieval method: ${common}`,
      ['condition', 'method', ...benchmarks, 'all', 'group'],
      rows.map(({ label, method, gains, letters }) => [
        label,
        method,
        ...gains.map((gain) => figure(gain)),
        letters,
      ]),
    );
}

/** `carryover transfer`: whose memories help whom, and whether more of them help more. */
export function addTransfer(root: Command): void {
  root
    .command('transfer')
    .description('uplift by source benchmark, writer, size of the pool and retrieval method')
    .requiredOption('--study <name>', 'the study')
    .option('--baseline <label>', 'the condition to compare with, or own-model')
    .addOption(
      new Option('--missing <rule>', 'what a trial without a reward counts as').choices(missingRules),
    )
    .addOption(new Option('--type <type>', 'conditions of this memory type').choices(memoryTypes))
    .option('--json', 'print JSON')
    .action(async ({ study: name, json, ...asked }: Options) => {
      const transfer = await withBackend(async (backend) => {
        const { id } = await studyNamed(backend, name);
        return (await backend.request(
          'GET',
          `/api/v1/studies/${encodeURIComponent(id)}/transfer?${questionOf(asked)}`,
        )) as Transfer;
      });
      if (json) printJson(transfer);
      else print(transfer);
    });
}
