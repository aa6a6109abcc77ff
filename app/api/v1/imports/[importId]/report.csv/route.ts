import { z } from 'zod';
import { getDb } from '@/db/client';
import { AppError } from '@/lib/core/errors';
import { importReportCsv } from '@/lib/exporters/import-report';
import { jsonRoute } from '@/lib/http/json-route';
import { findImport, pagesOfFiles } from '@/lib/queries/imports';

export const GET = jsonRoute<{ importId: string }>({
  run: async ({ params }) => {
    const db = await getDb();
    const id = z.uuid().parse(params.importId);
    if (!(await findImport(db, id))) throw new AppError('not-found', 'There is no such import.');
    const lines = importReportCsv(pagesOfFiles(db, id));
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const next = await lines.next();
        if (next.done) controller.close();
        else controller.enqueue(encoder.encode(next.value));
      },
      cancel: () => void lines.return(undefined),
    });
    return new Response(body, {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="import-${id.slice(0, 8)}.csv"`,
      },
    });
  },
});
