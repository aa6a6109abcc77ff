import { once } from 'node:events';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Command } from 'commander';
import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { settingSchema } from '@/lib/core/retrieval/setting-schema';
import { LastingBackend } from '../mcp/lasting-backend';
import { takeStandardOutput } from '../mcp/protocol-output';
import { mcpServer } from '../mcp/server';
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
      const output = takeStandardOutput();
      const setting = file === undefined ? undefined : await readSetting(file);
      const backend = new LastingBackend();
      const server = mcpServer(backend, {
        ...fixed,
        setting,
        llm: llm === undefined ? undefined : { model: llm },
      });
      const left = hasLeft();
      try {
        await server.connect(new StdioServerTransport(process.stdin, output));
        await left;
      } finally {
        await server.close();
        await backend.close();
      }
    });
}

/** Settles when the agent closes our input or a signal ends us. */
const hasLeft = (): Promise<unknown> =>
  Promise.race([
    once(process.stdin, 'end'),
    once(process.stdin, 'close'),
    once(process, 'SIGINT'),
    once(process, 'SIGTERM'),
  ]);

async function readSetting(file: string) {
  const read = settingSchema.safeParse(await readJsonObject(file));
  if (read.success) return read.data;
  throw new AppError('invalid-input', `${file} is no retrieval setting: ${z.prettifyError(read.error)}`, {
    where: file,
    hint: 'docs/methods.md names the parts of a setting; what is left out is standard.',
  });
}
