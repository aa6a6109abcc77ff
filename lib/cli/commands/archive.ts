import type { Command } from 'commander';
import { studyNamed, withBackend } from '../with-study';
import { writeOut } from '../write-out';

/** `carryover archive`: a whole study as one file that another Carryover imports. */
export function addArchive(root: Command): void {
  root
    .command('archive')
    .description('write a whole study as one archive with hashes, to be imported or compared elsewhere')
    .requiredOption('--study <name>', 'the study')
    .requiredOption('--out <file>', 'where to write it, a .tar.gz')
    .option('--without-steps', 'leave the steps of trajectories out')
    .option('--without-vectors', 'leave the vectors of memories out')
    .action(async (options: { study: string; out: string; withoutSteps?: true; withoutVectors?: true }) => {
      const { study, out, withoutSteps, withoutVectors } = options;
      const bytes = await withBackend(async (backend) => {
        const { id } = await studyNamed(backend, study);
        const question = new URLSearchParams({
          steps: withoutSteps ? 'without' : 'with',
          vectors: withoutVectors ? 'without' : 'with',
        });
        const path = `/api/v1/studies/${encodeURIComponent(id)}/archive?${question}`;
        return writeOut(out, backend.stream(path));
      });
      console.log(`Wrote ${out}, ${Math.ceil(bytes / 1000)} kB. Bring it in, or compare it, with:`);
      console.log(`  npx carryover import ${out} --study NAME`);
      console.log(`  npx carryover compare ${out} NAME`);
    });
}
