import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { guardOrigin, problem } from '@/lib/http/json-route';
import { studyEvents } from '@/lib/jobs/study-events';
import { findStudy } from '@/lib/queries/studies';

/** Server-sent events: the study's revision at once, then whenever its data change. */
export async function GET(
  request: Request,
  context: { params: Promise<{ studyId: string }> },
): Promise<Response> {
  try {
    guardOrigin(request);
    const db = await getDb();
    const { studyId } = await context.params;
    if (!(await findStudy(db, studyId))) throw new AppError('not-found', 'There is no such study.');
    return new Response(studyEvents(db, studyId, request.signal), {
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
