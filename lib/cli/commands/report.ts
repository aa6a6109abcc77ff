import { type Command, Option } from 'commander';
import { missingRules } from '@/lib/core/gains/missing';
import { studyNamed, wholeNumber, withBackend } from '../with-study';
import { writeOut } from '../write-out';

interface Options {
  study: string;
  out: string;
  baseline?: string;
  k: number;
  average: string;
  missing?: string;
}

/** `carryover report`: a whole study as one HTML file. */
export function addReport(root: Command): void {
  root
    .command('report')
    .description('write a whole study as one HTML file that opens without a server')
    .requiredOption('--study <name>', 'the study')
    .requiredOption('--out <file>', 'where to write it')
    .option('--baseline <label>', 'the condition to compare with')
    .option('--k <number>', 'k of pass@k', wholeNumber(1), 1)
    .addOption(
      new Option('--average <average>', 'how benchmarks are averaged')
        .choices(['task-weighted', 'macro'])
        .default('task-weighted'),
    )
    .addOption(
      new Option('--missing <rule>', 'what a trial without a reward counts as').choices(missingRules),
    )
    .action(async ({ study, out, baseline, k, average, missing }: Options) => {
      const bytes = await withBackend(async (backend) => {
        const { id } = await studyNamed(backend, study);
        const question = new URLSearchParams({ k: String(k), average });
        if (baseline !== undefined) question.set('baseline', baseline);
        if (missing !== undefined) question.set('missing', missing);
        return writeOut(out, backend.stream(`/api/v1/studies/${encodeURIComponent(id)}/report?${question}`));
      });
      console.log(`Wrote ${out}, ${Math.ceil(bytes / 1000)} kB.`);
    });
}
