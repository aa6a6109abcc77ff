import { z } from 'zod';
import { getDb } from '@/db/client';
import { accepted, jsonRoute } from '@/lib/http/json-route';
import { retryGeneration } from '@/lib/mutations/generations';

/** A new budget for the whole generation, what was spent before included; left out, the old one stands. */
const request = z.object({
  budgetUsd: z.number().positive().nullable().optional(),
  budgetTokens: z.int().positive().nullable().optional(),
});

/** Tries again what failed, and goes on with what waits. */
export const POST = jsonRoute<{ generationId: string }, typeof request>({
  body: request,
  run: async ({ params, body }) =>
    accepted(await retryGeneration(await getDb(), z.uuid().parse(params.generationId), body)),
});
