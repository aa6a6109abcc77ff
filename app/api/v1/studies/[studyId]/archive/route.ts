import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { jsonRoute } from '@/lib/http/json-route';
import { getStudy } from '@/lib/queries/studies';
import { archiveFiles, archiveTar } from '@/lib/queries/study-archive';

const part = z.enum(['with', 'without']).default('with');
const question = z.object({ steps: part, vectors: part });

/** The whole study as a `.tar.gz` that another Carryover imports. */
export const GET = jsonRoute<{ studyId: string }, z.ZodUndefined, typeof question>({
  query: question,
  run: async ({ params: { studyId }, query: { steps, vectors } }) => {
    const db = await getDb();
    if (!(await getStudy(db, studyId))) throw new AppError('not-found', `There is no study “${studyId}”.`);
    const options = { steps: steps === 'with', vectors: vectors === 'with' };
    const tar = Readable.from(archiveTar(archiveFiles(db, studyId, options)));
    const gzip = createGzip();
    tar.on('error', (error) => gzip.destroy(error)).pipe(gzip);
    return new Response(Readable.toWeb(gzip) as ReadableStream<Uint8Array>, {
      headers: {
        'content-type': 'application/gzip',
        'content-disposition': `attachment; filename="${studyId}.tar.gz"`,
      },
    });
  },
});
