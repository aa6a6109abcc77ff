import { once } from 'node:events';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { LastingBackend } from './lasting-backend';
import { takeStandardOutput } from './protocol-output';
import type { FixedQuestion } from './retrieve-tool';
import { mcpServer } from './server';

/** Serves memories on standard input and output until the agent leaves or a signal ends us. */
export async function serveMcp(fixed: () => Promise<FixedQuestion>): Promise<void> {
  const output = takeStandardOutput();
  const settled = await fixed();
  const backend = new LastingBackend();
  const server = mcpServer(backend, settled);
  const left = hasLeft();
  try {
    await server.connect(new StdioServerTransport(process.stdin, output));
    await left;
  } finally {
    await server.close();
    await backend.close();
  }
}

/** Settles when the agent closes our input or a signal ends us. */
const hasLeft = (): Promise<unknown> =>
  Promise.race([
    once(process.stdin, 'end'),
    once(process.stdin, 'close'),
    once(process, 'SIGINT'),
    once(process, 'SIGTERM'),
  ]);
