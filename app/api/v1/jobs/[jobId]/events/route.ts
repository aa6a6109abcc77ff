import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { guardOrigin, problem } from '@/lib/http/json-route';
import { jobEvents } from '@/lib/jobs/events';
import { getJob } from '@/lib/queries/jobs';

/** Server-sent events: the job's row at once, then whenever it changes, until it has ended. */
export async function GET(
  request: Request,
  context: { params: Promise<{ jobId: string }> },
): Promise<Response> {
  try {
    guardOrigin(request);
    const db = await getDb();
    const id = z.uuid().parse((await context.params).jobId);
    if (!(await getJob(db, id))) throw new AppError('not-found', 'There is no such job.');
    return new Response(jobEvents(db, id, request.signal), {
      headers: {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      },
    });
  } catch (error) {
    return problem(error);
  }
}
