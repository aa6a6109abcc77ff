import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { folderState, isQuiet } from '../folder-state';
import { importPaths, requirePaths } from '../import-paths';
import { studyNamedOrNew, wholeNumber, withBackend } from '../with-study';

interface Options {
  study: string;
  every: number;
}

/** `carryover watch`: imports what a running job writes, as it is written. */
export function addWatch(root: Command): void {
  root
    .command('watch')
    .description('import trials from a folder as a running job finishes them, until Ctrl-C')
    .argument('<folder>', 'the folder that the job writes to')
    .requiredOption('--study <name>', 'the study; made when it does not exist')
    .option('--every <seconds>', 'how often to look', wholeNumber(1), 10)
    .action(async (folder: string, options: Options) => {
      const paths = requirePaths([folder]);
      const stopped = new AbortController();
      const stop = () => stopped.abort();
      process.on('SIGINT', stop);
      process.on('SIGTERM', stop);
      try {
        await withBackend(async (backend) => {
          const { id, name } = await studyNamedOrNew(backend, options.study);
          console.log(`Watching ${paths[0]} for “${name}”; Ctrl-C ends it.`);
          let seen = '';
          while (!stopped.signal.aborted) {
            const state = await folderState(paths[0]!);
            if (state.fingerprint !== seen && isQuiet(state)) {
              const { import: run } = await importPaths(backend, id, { paths });
              seen = state.fingerprint;
              const { added = 0, changed = 0 } = run.totals.trial ?? {};
              const time = new Date().toISOString().slice(11, 19);
              console.log(
                `${time}  ${added} new trials, ${changed} changed, ${run.totals.memory?.added ?? 0} new memories, ${run.files.refused ?? 0} files refused`,
              );
            }
            await sleep(options.every * 1000, undefined, { signal: stopped.signal }).catch(() => undefined);
          }
        });
      } finally {
        process.off('SIGINT', stop);
        process.off('SIGTERM', stop);
      }
    });
}
