import type { Command } from 'commander';
import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { settingSchema } from '@/lib/core/retrieval/setting-schema';
import { readJsonObject } from '../read-json-object';

interface Options {
  study?: string;
  pool?: string;
  benchmark?: string;
  setting?: string;
  llm?: string;
}

/** `carryover mcp`: serves memories to an agent over the Model Context Protocol. */
export function addMcp(root: Command): void {
  root
    .command('mcp')
    .description('serve memories to an agent over the Model Context Protocol, on standard input and output')
    .option('--study <name>', 'the only study; else the agent names one')
    .option('--pool <name>', 'the only pool; else the agent may name one')
    .option('--benchmark <name>', 'the benchmark of the tasks; else the agent may name it')
    .option('--setting <file>', 'a JSON file with the one retrieval setting; else the agent may choose')
    .option('--llm <model>', 'the language model of a setting that plans, reranks or rewrites')
    .action(async ({ setting: file, llm, ...fixed }: Options) => {
      // The protocol's package takes longer to load than most commands to run.
      const { serveMcp } = await import('../mcp/serve');
      await serveMcp(async () => ({
        ...fixed,
        setting: file === undefined ? undefined : await readSetting(file),
        llm: llm === undefined ? undefined : { model: llm },
      }));
    });
}

async function readSetting(file: string) {
  const read = settingSchema.safeParse(await readJsonObject(file));
  if (read.success) return read.data;
  throw new AppError('invalid-input', `${file} is no retrieval setting: ${z.prettifyError(read.error)}`, {
    where: file,
    hint: 'docs/methods.md names the parts of a setting; what is left out is standard.',
  });
}
