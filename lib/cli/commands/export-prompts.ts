import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { AppError } from '@/lib/core/errors';
import {
  conditionOfArm,
  type ListedPrompt,
  manifestFile,
  mappingFile,
  type PromptFile,
  promptFile,
} from '@/lib/exporters/prompt-files';
import { shellWord } from '@/lib/exporters/provenance';
import type { PromptArm, TaskPrompt } from '@/lib/queries/arm-prompts';
import type { Backend } from '../backend';
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

/** Runs one setting over the study's tasks. @returns the ablation, of which it is the only arm */
async function runSetting(backend: Backend, studyId: string, file: string | undefined): Promise<string> {
  const setting = file ? await readJsonObject(file) : {};
  const address = `/api/v1/studies/${encodeURIComponent(studyId)}/ablations`;
  const started = (await backend.request('POST', address, {
    name: 'Prompts for agents',
    arms: [setting],
  })) as { ablationId: string; job: { id: string } };
  await waitForJob(backend, started.job.id);
  return started.ablationId;
}

/** Writes each prompt as it comes, and the manifest when all are there. @throws AppError when some did not come */
async function writePrompts(lines: AsyncGenerator<unknown>, out: string) {
  const write = async ({ path: file, text }: PromptFile) => {
    const place = path.join(out, file);
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, text);
  };
  const head = (await lines.next()).value as PromptArm;
  // That of an earlier export would speak for files that are about to change.
  await rm(path.join(out, 'manifest.json'), { force: true });
  await write(mappingFile(head));
  const listed: ListedPrompt[] = [];
  for await (const line of lines) {
    const { promptBlock, ...named } = line as TaskPrompt;
    const file = promptFile({ promptBlock, ...named });
    await write(file);
    listed.push({ ...named, file: file.path });
  }
  if (listed.length < head.taskCount) {
    throw new AppError('internal', `Only ${listed.length} of ${head.taskCount} prompts came.`, {
      hint: 'Export them again; there is no manifest until all are there.',
    });
  }
  await write(manifestFile(head, listed));
  const filled = listed.filter(({ memories }) => memories.length > 0).length;
  return { head, taskCount: listed.length, filled };
}

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
      const { head, taskCount, filled } = await withBackend(async (backend) => {
        const study = await studyNamed(backend, options.study);
        const ablation = options.ablation ?? (await runSetting(backend, study.id, options.setting));
        const arm = (options.arm ?? 1) - 1;
        return writePrompts(backend.lines(`/api/v1/ablations/${ablation}/arms/${arm}/prompts`), options.out);
      });
      console.log(`${taskCount} prompts in ${options.out}, ${filled} of them with memories.`);
      console.log('Give each task its file, then bring the runs in with:');
      console.log(
        `  npx carryover import RUNS --study ${shellWord(options.study)} --condition ${shellWord(conditionOfArm(head))} --mapping ${shellWord(path.join(options.out, 'mapping.json'))}`,
      );
    });
}
