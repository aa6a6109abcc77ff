import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { AppError } from '@/lib/core/errors';
import { conditionOfArm, promptFiles } from '@/lib/exporters/prompt-files';
import type { ArmPrompts } from '@/lib/queries/arm-prompts';
import { readJsonObject } from '../read-json-object';
import { waitForJob } from '../wait-for-job';
import { studyNamed, wholeNumber, withBackend } from '../with-study';

interface Options {
  study: string;
  out: string;
  setting?: string;
  ablation?: string;
  arm?: number;
}

/** For a shell to take as it stands, whatever a log has put into it. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** `carryover export-prompts`: one prompt file per task, for a run of agents with memories. */
export function addExportPrompts(root: Command): void {
  root
    .command('export-prompts')
    .description('write what an agent’s prompt gets for every task of a study, one file each')
    .requiredOption('--study <name>', 'the study')
    .requiredOption('--out <folder>', 'where to write; made when it does not exist')
    .option('--setting <file>', 'a JSON file with one retrieval setting; what it leaves out is standard')
    .option('--ablation <id>', 'take an arm of an ablation that has run', (id: string) => {
      if (!/^[0-9a-f-]{36}$/.test(id)) throw new InvalidArgumentError('It must be the id of an ablation.');
      return id;
    })
    .option('--arm <number>', 'which arm of it, as the page numbers them', wholeNumber(1))
    .action(async (options: Options) => {
      if ((options.ablation === undefined) !== (options.arm === undefined)) {
        throw new AppError('invalid-input', 'An arm is named by its ablation and its number together.', {
          hint: 'Say --ablation ID --arm NUMBER, or --setting FILE for a setting of its own.',
        });
      }
      const prompts = await withBackend(async (backend) => {
        const study = await studyNamed(backend, options.study);
        let { ablation } = options;
        if (ablation === undefined) {
          const setting = options.setting ? await readJsonObject(options.setting) : {};
          const address = `/api/v1/studies/${encodeURIComponent(study.id)}/ablations`;
          const started = (await backend.request('POST', address, {
            name: 'Prompts for agents',
            arms: [setting],
          })) as { ablationId: string; job: { id: string } };
          await waitForJob(backend, started.job.id);
          ablation = started.ablationId;
        }
        const arm = (options.arm ?? 1) - 1;
        return (await backend.request(
          'GET',
          `/api/v1/ablations/${ablation}/arms/${arm}/prompts`,
        )) as ArmPrompts;
      });
      for (const { path: file, text } of promptFiles(prompts)) {
        const place = path.join(options.out, file);
        await mkdir(path.dirname(place), { recursive: true });
        await writeFile(place, text);
      }
      const filled = prompts.tasks.filter(({ promptBlock }) => promptBlock !== '').length;
      console.log(`${prompts.tasks.length} prompts in ${options.out}, ${filled} of them with memories.`);
      console.log('Give each task its file, then bring the runs in with:');
      console.log(
        `  npx carryover import RUNS --study ${quoted(options.study)} --condition ${quoted(conditionOfArm(prompts))} --mapping ${quoted(path.join(options.out, 'mapping.json'))}`,
      );
    });
}
