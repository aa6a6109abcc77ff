import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { isAppError } from '@/lib/core/errors';

/** Runs a tool; an expected failure becomes a tool error that says what happened and what can be done about it. */
export async function toolAnswer(run: () => Promise<CallToolResult>): Promise<CallToolResult> {
  try {
    return await run();
  } catch (error) {
    if (!isAppError(error)) {
      console.error(error);
      return toolError('Something went wrong inside Carryover; its standard error says more.');
    }
    return toolError(error.hint ? `${error.message} ${error.hint}` : error.message);
  }
}

const toolError = (text: string): CallToolResult => ({ isError: true, content: [{ type: 'text', text }] });
