import { createHash } from 'node:crypto';
import { and, eq, ne, sql } from 'drizzle-orm';
import { pack } from 'tar-stream';
import type { Db } from '@/db/client';
import {
  ablation,
  embedding,
  generation,
  mapComparison,
  memory,
  projection,
  trajectory,
  trial,
} from '@/db/schema';
import { AppError } from '@/lib/core/errors';
import { withoutNothing } from '@/lib/exporters/archive/archive-lines';
import {
  type ArchiveManifest,
  type ArchivePart,
  manifestName,
} from '@/lib/importers/carryover-archive/manifest';
import { type ArchiveLines, memoryLines, retrievalLines, taskLines, trialLines } from './archive-lines';
import { judgementLines, noteLines } from './archive-notes';
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

export interface ArchiveOptions {
  steps: boolean;
  /** Default: with them. */
  vectors?: boolean;
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
 * The files of a study's archive: Carryover JSON Lines and notes in parts, and at the end the manifest with their hashes.
 * All but the manifest depends on the study's content alone.
 *
 * @throws AppError `not-found` for an unknown study
 */
export async function* archiveFiles(
  db: Db,
  studyId: string,
  { steps, vectors = true }: ArchiveOptions,
): AsyncGenerator<ArchiveFile> {
  const study = await getStudy(db, studyId);
  if (!study) throw new AppError('not-found', `There is no study “${studyId}”.`);
  const parts: ArchivePart[] = [];
  for (const [kind, records] of [
    ['tasks', taskLines(db, studyId)],
    ['memories', memoryLines(db, studyId, { vectors })],
    ['trials', trialLines(db, studyId, { steps })],
    ['retrievals', retrievalLines(db, studyId)],
    ['judgements', judgementLines(db, studyId)],
    ['notes', noteLines(db, studyId)],
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
    conditions: conditions.map(({ label, settings, basis, aliases }) => ({
      label,
      settings: withoutNothing(settings),
      basis,
      aliases,
    })),
    parts,
    claims: (await listClaims(db, studyId)).map(({ statement }) => ({ ...statement })),
    leftOut: await countLeftOut(db, studyId, { steps, vectors }),
    codeVersion: await codeVersion(),
  };
  yield { name: manifestName, content: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) };
}

/** How much an archive does not hold: what can be made again, and what stays with the logs. */
async function countLeftOut(
  db: Db,
  studyId: string,
  { steps, vectors }: Required<ArchiveOptions>,
): Promise<Record<string, number>> {
  const memories = db.select({ id: memory.id }).from(memory).where(eq(memory.studyId, studyId));
  const trials = db.select({ id: trial.id }).from(trial).where(eq(trial.studyId, studyId));
  const ofMemories = sql`${embedding.memoryId} in ${memories}`;
  const ofTrials = sql`${trajectory.trialId} in ${trials}`;
  const counts = {
    ablations: await db.$count(ablation, eq(ablation.studyId, studyId)),
    'memory maps': await db.$count(projection, eq(projection.studyId, studyId)),
    'comparisons of maps': await db.$count(mapComparison, eq(mapComparison.studyId, studyId)),
    'records of how memories were generated': await db.$count(generation, eq(generation.studyId, studyId)),
    'vectors of other texts than keys': await db.$count(
      embedding,
      and(ofMemories, ne(embedding.keyText, 'key')),
    ),
    'vectors of keys': vectors
      ? 0
      : await db.$count(embedding, and(ofMemories, eq(embedding.keyText, 'key'))),
    'trajectories of sub-agents': await db.$count(
      trajectory,
      and(ofTrials, sql`jsonb_array_length(${trajectory.subagents}) > 0`),
    ),
    trajectories: steps ? 0 : await db.$count(trajectory, ofTrials),
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
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
