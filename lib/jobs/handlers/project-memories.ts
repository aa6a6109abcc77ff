import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { projection } from '@/db/schema';
import { layOutInThreads } from '@/lib/compute/lay-out-in-threads';
import { compute } from '@/lib/compute/pool';
import { AppError } from '@/lib/core/errors';
import { umapDefaults } from '@/lib/core/projection/umap';
import { loadPool, toBytes } from '@/lib/queries/load-pool';
import { defineJob } from '../job';

/** The layout takes about this part of the whole work. */
const layoutShare = 0.6;

/** Projects the memories of a study to the plane and judges the picture. */
export const projectMemories = defineJob({
  name: 'project-memories',
  label: 'Project memories',
  input: z.object({
    studyId: z.string(),
    model: z.string(),
    neighbors: z.int().min(2).max(200).default(umapDefaults.neighbors),
    minDist: z.number().min(0).max(0.99).default(umapDefaults.minDist),
    metric: z.enum(['cosine', 'euclidean']).default(umapDefaults.metric),
    seed: z.int().default(umapDefaults.seed),
  }),
  async run({ db, input, jobId, signal, report }) {
    const { studyId, model, ...settings } = input;
    const parameters = { ...umapDefaults, ...settings };
    report(null, 'Loading vectors');
    const pool = await loadPool(db, studyId, { model });
    if (pool.ids.length === 0) {
      throw new AppError('needs-embeddings', `No memory of this study has a vector of the model ${model}.`, {
        hint: 'Import memories that carry vectors, or embed them with the local model first.',
      });
    }
    const vectors = pool.vectors!;
    const inputHash = createHash('sha256')
      .update(JSON.stringify([model, parameters, pool.ids, pool.types, pool.benchmarks]))
      .update(toBytes(vectors))
      .digest('hex');
    const same = await db
      .select({ id: projection.id })
      .from(projection)
      .where(and(eq(projection.studyId, studyId), eq(projection.inputHash, inputHash)));
    if (same[0]) return { projectionId: same[0].id, reused: true };

    const layout = await layOutInThreads(
      { vectors, rows: pool.ids.length, dimensions: pool.dimensions, parameters },
      {
        signal,
        onProgress: (f) =>
          report(f * layoutShare, `Laying out ${pool.ids.length.toLocaleString('en')} memories`),
      },
    );
    const metrics = await compute(
      'space-metrics',
      {
        vectors,
        rows: pool.ids.length,
        dimensions: pool.dimensions,
        points: layout.points,
        labels: pool.benchmarks,
        types: pool.types,
        metric: parameters.metric,
        seed: parameters.seed,
      },
      {
        signal,
        onProgress: (f) => report(layoutShare + f * (1 - layoutShare), 'Measuring DBI, LISI and abstraction'),
      },
    );
    const { points, pointQuality, ...layoutFacts } = layout;
    const rows = await db
      .insert(projection)
      .values({
        studyId,
        jobId,
        model,
        parameters: { ...parameters },
        inputHash,
        memoryIds: [...pool.ids],
        points: toBytes(points),
        metrics: { space: metrics, layout: layoutFacts },
      })
      .returning({ id: projection.id });
    report(1, 'Done');
    return { projectionId: rows[0]!.id, reused: false };
  },
});
