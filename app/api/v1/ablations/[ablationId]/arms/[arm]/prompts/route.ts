import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { getArmPrompts } from '@/lib/queries/arm-prompts';

/** The prompt block of every task under one arm. */
export const GET = jsonRoute<{ ablationId: string; arm: string }>({
  run: async ({ params }) =>
    getArmPrompts(
      await getDb(),
      z.uuid().parse(params.ablationId),
      z.coerce.number().int().min(0).parse(params.arm),
    ),
});
