import path from 'node:path';
import { z } from 'zod';
import { getDb } from '@/db/client';
import { putArtefactStream } from '@/lib/artefacts/store';
import { AppError } from '@/lib/core/errors';
import { accepted, guardOrigin, jsonRoute, problem } from '@/lib/http/json-route';
import { studyMapping } from '@/lib/importers/mapping/mapping';
import { givenSources, labelOf } from '@/lib/jobs/import/given-sources';
import { startImport } from '@/lib/mutations/start-work';
import { listImports } from '@/lib/queries/imports';

interface Params {
  studyId: string;
}

export const GET = jsonRoute<Params>({
  run: async ({ params }) => ({ imports: await listImports(await getDb(), params.studyId) }),
});

const given = z.intersection(
  givenSources,
  z.object({ survey: z.uuid().optional(), mapping: studyMapping.optional() }),
);

const importGiven = jsonRoute<Params, typeof given>({
  body: given,
  run: async ({ params, body }) =>
    accepted(
      await startImport(await getDb(), {
        studyId: params.studyId,
        label: labelOf(body.sources),
        ...body,
      }),
    ),
});

function headerText(request: Request, name: string): string | null {
  const value = request.headers.get(name);
  if (!value) return null;
  try {
    return decodeURIComponent(value);
  } catch (cause) {
    throw new AppError('invalid-input', `The header ${name} is not percent-encoded text.`, { cause });
  }
}

/** One file as raw bytes, streamed to the artefact store and never held whole in memory. */
async function importUpload(request: Request, studyId: string): Promise<Response> {
  guardOrigin(request);
  const name = headerText(request, 'x-file-name');
  if (!name || !request.body) {
    throw new AppError('invalid-input', 'An upload needs a body and the header x-file-name.', {
      hint: 'curl --data-binary @runs.zip -H "content-type: application/octet-stream" -H "x-file-name: runs.zip" …',
    });
  }
  const { hash } = await putArtefactStream(
    request.body as unknown as AsyncIterable<Uint8Array>,
    request.signal,
  );
  return accepted(
    await startImport(await getDb(), {
      studyId,
      label: name,
      sources: [{ kind: 'upload', artefact: hash, name: path.basename(name.replaceAll('\\', '/')) }],
      conditionLabel: headerText(request, 'x-condition')?.trim() || null,
    }),
  );
}

export async function POST(request: Request, context: { params: Promise<Params> }): Promise<Response> {
  if (request.headers.get('content-type')?.startsWith('application/json'))
    return importGiven(request, context);
  try {
    return await importUpload(request, (await context.params).studyId);
  } catch (error) {
    return problem(error);
  }
}
