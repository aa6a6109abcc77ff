import type { Command } from 'commander';
import type { StudyRow } from '@/lib/queries/studies';
import { textTable } from '../table';
import { printJson, withBackend } from '../with-study';

/** `carryover studies`: what there is. */
export function addStudies(root: Command): void {
  root
    .command('studies')
    .description('list the studies')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const answer = (await withBackend((b) => b.request('GET', '/api/v1/studies'))) as {
        studies: StudyRow[];
      };
      if (json) return printJson(answer);
      if (answer.studies.length === 0)
        return console.log('No studies yet. Try: carryover import PATH --study NAME');
      console.log(
        textTable(
          ['study', 'benchmarks', 'conditions', 'trials', 'memories', ''],
          answer.studies.map((s) => [
            s.name,
            String(s.benchmarkCount),
            String(s.conditionCount),
            String(s.trialCount),
            String(s.memoryCount),
            s.synthetic ? 'synthetic' : '',
          ]),
        ),
      );
    });
}
