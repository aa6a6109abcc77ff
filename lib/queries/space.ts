import { and, count, desc, eq, inArray } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { job, memory, projection } from '@/db/schema';
import type { SpaceReport } from '@/lib/core/projection/describe-space';
import { JUDGED_NEIGHBOURS } from '@/lib/core/projection/layout-quality';
import type { LayoutStability } from '@/lib/core/projection/layout-stability';
import type { MapStructure } from '@/lib/core/projection/map-structure';
import type { Layout, UmapParameters } from '@/lib/core/projection/umap';
import { notEstimable } from '@/lib/core/vocabulary';
import { canEmbed } from '@/lib/embedders';
import { countVectors } from '@/lib/mutations/embed';
import type { JobRow } from './jobs';
import { pickSpaceModel } from './pick-model';

export interface ProjectionRow {
  id: string;
  studyId: string;
  model: string;
  parameters: UmapParameters;
  space: SpaceReport;
  layout: Omit<Layout, 'points' | 'pointQuality'>;
  /** Null for maps of before it was measured. */
  stability: LayoutStability | null;
  structure: MapStructure | null;
  memoryCount: number;
  createdAt: Date;
}

export interface SpaceScreen {
  model: string;
  models: { model: string; memoryCount: number; dimensions: number; canEmbedQueries: boolean }[];
  projection: ProjectionRow | null;
  /** Of the model's maps, the one made last; null when there is none. */
  newestMap: string | null;
  /** The newest projection job that has not ended well, if it is newer than the projection. */
  job: JobRow | null;
  memoryCount: number;
  /** Something is at work on the study that may bring memories or vectors. */
  isChanging: boolean;
  /** Memories without a vector of the model: not on the map. */
  missingVectors: number;
}

const before = notEstimable('this map was made before it was measured; project again');
/** Of maps that an earlier version made. */
const unjudged = { continuity: before, recall: before, judgedNeighbors: JUDGED_NEIGHBOURS, judged: 0 };

function toRow(p: typeof projection.$inferSelect): ProjectionRow {
  const { space, layout, stability, structure } = p.metrics as unknown as Pick<
    ProjectionRow,
    'space' | 'layout'
  > &
    Partial<Pick<ProjectionRow, 'stability' | 'structure'>>;
  return {
    id: p.id,
    studyId: p.studyId,
    model: p.model,
    parameters: p.parameters as unknown as UmapParameters,
    space,
    layout: { ...unjudged, ...layout },
    stability: stability ?? null,
    structure: structure ?? null,
    memoryCount: p.memoryIds.length,
    createdAt: p.createdAt,
  };
}

/** One projection; null when there is none. */
export async function getProjection(db: Db, id: string): Promise<ProjectionRow | null> {
  const rows = await db.select().from(projection).where(eq(projection.id, id));
  return rows[0] ? toRow(rows[0]) : null;
}

async function newestMapModel(db: Db, studyId: string): Promise<string | null> {
  const rows = await db
    .select({ model: projection.model })
    .from(projection)
    .where(eq(projection.studyId, studyId))
    .orderBy(desc(projection.createdAt))
    .limit(1);
  return rows[0]?.model ?? null;
}

/**
 * A map of the study's memories with what else the page offers: the one asked for, if it is of the model asked for, else
 * the newest of the model.
 */
export async function getSpace(
  db: Db,
  studyId: string,
  { model: asked, projectionId }: { model?: string | undefined; projectionId?: string | undefined } = {},
): Promise<SpaceScreen> {
  const [models, total] = await Promise.all([
    countVectors(db, studyId),
    db.select({ n: count() }).from(memory).where(eq(memory.studyId, studyId)),
  ]);
  const named = projectionId
    ? (
        await db
          .select()
          .from(projection)
          .where(and(eq(projection.studyId, studyId), eq(projection.id, projectionId)))
      )[0]
    : undefined;
  // An existing map stays in view when other work gives more memories the vectors of another model.
  const model =
    asked ?? named?.model ?? (await newestMapModel(db, studyId)) ?? (await pickSpaceModel(db, studyId));
  const newestOfModel = (
    await db
      .select()
      .from(projection)
      .where(and(eq(projection.studyId, studyId), eq(projection.model, model)))
      .orderBy(desc(projection.createdAt))
      .limit(1)
  )[0];
  const shown = named?.model === model ? named : newestOfModel;
  const jobs = await db
    .select()
    .from(job)
    .where(
      and(
        eq(job.studyId, studyId),
        inArray(job.kind, ['project-memories', 'embed-memories', 'create-sample-study']),
      ),
    )
    .orderBy(desc(job.createdAt))
    .limit(1);
  const newest = jobs[0] && jobs[0].state !== 'done' ? jobs[0] : null;
  const working = await db
    .select({ n: count() })
    .from(job)
    .where(and(eq(job.studyId, studyId), inArray(job.state, ['queued', 'running'])));
  const memoryCount = total[0]!.n;
  return {
    model,
    models: models.map((m) => ({ ...m, canEmbedQueries: canEmbed(m.model) })),
    projection: shown ? toRow(shown) : null,
    newestMap: newestOfModel?.id ?? null,
    job: newest,
    isChanging: working[0]!.n > 0,
    memoryCount,
    missingVectors: memoryCount - (models.find((m) => m.model === model)?.memoryCount ?? 0),
  };
}
