import type { Command } from 'commander';
import { studyNamed, withBackend } from '../with-study';
import { writeOut } from './report';

/** `carryover archive`: a whole study as one file that another Carryover imports. */
export function addArchive(root: Command): void {
  root
    .command('archive')
    .description('write a whole study as one archive with hashes, to be imported elsewhere')
    .requiredOption('--study <name>', 'the study')
    .requiredOption('--out <file>', 'where to write it, a .tar.gz')
    .option('--without-steps', 'leave the steps of trajectories out')
    .action(async ({ study, out, withoutSteps }: { study: string; out: string; withoutSteps?: boolean }) => {
      const archive = await withBackend(async (backend) => {
        const { id } = await studyNamed(backend, study);
        const steps = withoutSteps ? 'without' : 'with';
        return backend.bytes(`/api/v1/studies/${encodeURIComponent(id)}/archive?steps=${steps}`);
      });
      await writeOut(out, archive);
      console.log(`Wrote ${out}, ${Math.ceil(archive.byteLength / 1000)} kB. Bring it in with:`);
      console.log(`  npx carryover import ${out} --study NAME`);
    });
}
