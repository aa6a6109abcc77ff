import { z } from 'zod';
import { getDb } from '@/db/client';
import { jsonRoute } from '@/lib/http/json-route';
import { lineStream } from '@/lib/http/line-stream';
import { type ArmPrompts, getArmPrompts } from '@/lib/queries/arm-prompts';

/** The prompt block of every task under one arm, line by line: which arm it is and of how many tasks, then each task. */
export const GET = jsonRoute<{ ablationId: string; arm: string }>({
  run: async ({ params }) => {
    const arm = z.coerce.number().int().min(0).parse(params.arm);
    return lineStream(inLines(await getArmPrompts(await getDb(), z.uuid().parse(params.ablationId), arm)));
  },
});

async function* inLines({ head, tasks }: ArmPrompts) {
  yield head;
  yield* tasks;
}
