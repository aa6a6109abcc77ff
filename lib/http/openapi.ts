import { z } from 'zod';
import { retrieveAnswer, retrieveRequest, retrieveSources } from './retrieve-schema';

const failure = z.object({
  error: z.object({
    code: z.string().describe('for programs'),
    message: z.string().describe('a sentence for people'),
    hint: z.string().optional().describe('what can be done about it'),
    where: z.string().optional(),
  }),
});

const json = (schema: z.ZodType, io: 'input' | 'output') => ({
  'application/json': { schema: z.toJSONSchema(schema, { io, unrepresentable: 'any' }) },
});

/** What agents may call, as OpenAPI 3.1, from the schemas that the calls themselves are checked by. */
export const openapi = {
  openapi: '3.1.0',
  info: {
    title: 'Carryover',
    version: '1',
    description: 'Memories of past tasks for the task at hand, as a prompt block.',
  },
  paths: {
    '/api/v1/retrieve': {
      get: {
        operationId: 'listSources',
        summary: 'The studies, pools and benchmarks that can be named in a question',
        responses: {
          200: { description: 'all studies, oldest first', content: json(retrieveSources, 'output') },
          default: { description: 'why there are none', content: json(failure, 'output') },
        },
      },
      post: {
        operationId: 'retrieve',
        summary: 'From the text of a task to ranked memories and the block for its prompt',
        requestBody: { required: true, content: json(retrieveRequest, 'input') },
        responses: {
          200: { description: 'ranked memories, best first', content: json(retrieveAnswer, 'output') },
          default: { description: 'why there are none', content: json(failure, 'output') },
        },
      },
    },
  },
};
