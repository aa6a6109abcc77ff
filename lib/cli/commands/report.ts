import { writeFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { AppError } from '@/lib/core/errors';
import { missingRules } from '@/lib/core/gains/missing';
import { studyNamed, wholeNumber, withBackend } from '../with-study';

interface Options {
  study: string;
  out: string;
  baseline?: string;
  k: number;
  average: string;
  missing?: string;
}

/** Writes what was made. @throws AppError `invalid-input` where the place cannot be written to */
export async function writeOut(file: string, content: Uint8Array): Promise<void> {
  await writeFile(file, content).catch((cause: Error) => {
    throw new AppError('invalid-input', `${file} could not be written: ${cause.message}`, {
      where: '--out',
      cause,
    });
  });
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
      const page = await withBackend(async (backend) => {
        const { id } = await studyNamed(backend, study);
        const question = new URLSearchParams({ k: String(k), average });
        if (baseline !== undefined) question.set('baseline', baseline);
        if (missing !== undefined) question.set('missing', missing);
        return backend.bytes(`/api/v1/studies/${encodeURIComponent(id)}/report?${question}`);
      });
      await writeOut(out, page);
      console.log(`Wrote ${out}, ${Math.ceil(page.byteLength / 1000)} kB.`);
    });
}
