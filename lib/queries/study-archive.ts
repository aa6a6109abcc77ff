import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { pack } from 'tar-stream';
import type { Db } from '@/db/client';
import { judgement, lossCause, task } from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import {
  type ArchiveManifest,
  type ArchivePart,
  manifestName,
} from '@/lib/importers/carryover-archive/manifest';
import { type ArchiveLines, memoryLines, retrievalLines, taskLines, trialLines } from './archive-lines';
import { listClaims } from './claims';
import { codeVersion } from './code-version';
import { listConditions } from './conditions';
import { getStudy } from './studies';

/** A part ends once it is this large, so that no more than this is held in memory. */
const partBytes = 16 * 1024 * 1024;

export interface ArchiveFile {
  name: string;
  content: Buffer;
}

/** Files of at most about `partBytes`, a record never split between two. */
async function* partsOf(
  kind: string,
  records: AsyncIterable<ArchiveLines>,
): AsyncGenerator<ArchiveFile & { lines: number }> {
  let [texts, bytes, number]: [string[], number, number] = [[], 0, 1];
  const finish = () => {
    const name = `${kind}-${String(number++).padStart(4, '0')}.jsonl`;
    const part = { name, content: Buffer.from(texts.join('')), lines: texts.length };
    [texts, bytes] = [[], 0];
    return part;
  };
  for await (const record of records) {
    for (const line of record) {
      const text = `${JSON.stringify(line)}\n`;
      texts.push(text);
      bytes += text.length;
    }
    if (bytes >= partBytes) yield finish();
  }
  if (texts.length > 0) yield finish();
}

/**
 * The files of a study's archive: Carryover JSON Lines in parts, and at the end the manifest with their hashes.
 *
 * @throws AppError `not-found` for an unknown study
 */
export async function* archiveFiles(
  db: Db,
  studyId: string,
  { steps }: { steps: boolean },
): AsyncGenerator<ArchiveFile> {
  const study = await getStudy(db, studyId);
  if (!study) throw new AppError('not-found', `There is no study “${studyId}”.`);
  const parts: ArchivePart[] = [];
  for (const [kind, records] of [
    ['tasks', taskLines(db, studyId)],
    ['memories', memoryLines(db, studyId)],
    ['trials', trialLines(db, studyId, { steps })],
    ['retrievals', retrievalLines(db, studyId)],
  ] as const) {
    for await (const { name, content, lines } of partsOf(kind, records)) {
      const sha256 = createHash('sha256').update(content).digest('hex');
      parts.push({ path: name, sha256, bytes: content.length, lines });
      yield { name, content };
    }
  }
  const conditions = await listConditions(db, studyId);
  const manifest: ArchiveManifest = {
    format: 'carryover-archive',
    version: 1,
    study: {
      name: study.name,
      description: study.description,
      synthetic: study.synthetic,
      passThreshold: study.passThreshold,
      baseline: conditions.find(({ isBaseline }) => isBaseline)?.label ?? null,
    },
    parts,
    claims: (await listClaims(db, studyId)).map(({ statement }) => ({ ...statement })),
    leftOut: {
      'verdicts of judges': await db.$count(judgement, eq(judgement.studyId, studyId)),
      'causes of losses': (
        await db
          .select({ id: lossCause.taskId })
          .from(lossCause)
          .innerJoin(task, eq(task.id, lossCause.taskId))
          .where(eq(task.studyId, studyId))
      ).length,
    },
    codeVersion: await codeVersion(),
  };
  yield { name: manifestName, content: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) };
}

/** The files as a tar stream, each made when the ones before were taken. Dates are left out: the same study gives the same bytes. */
export function archiveTar(files: AsyncIterable<ArchiveFile>): AsyncIterable<unknown> {
  const tar = pack();
  const fill = async () => {
    for await (const { name, content } of files)
      await new Promise<void>((resolve, reject) => {
        tar.entry({ name, size: content.length, mtime: new Date(0), mode: 0o644 }, content, (error) =>
          error ? reject(error) : resolve(),
        );
      });
    tar.finalize();
  };
  fill().catch((error: Error) => tar.destroy(error));
  return tar;
}
