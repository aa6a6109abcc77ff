'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import { JobProgress } from '@/app/_components/job-progress';
import { type Problem, sendJson } from '@/app/_components/send-json';
import { layoutEngines, MOST_REFERENCE_POINTS } from '@/lib/core/projection/layout-engines';
import { mapComponents } from '@/lib/core/projection/map-components';
import type { UmapParameters } from '@/lib/core/projection/umap';
import type { JobRow } from '@/lib/queries/jobs';
import { NumberInput } from './number-input';
import { UnfoldingMap } from './unfolding-map';

/** Jobs of these kinds lay a map out; in these states they may have positions to show. */
const mapping = new Set(['project-memories', 'create-sample-study']);
const unfolding = new Set(['queued', 'running']);

interface Props {
  studyId: string;
  model: string;
  parameters: UmapParameters;
  /** Memories with a vector of the model, and without. */
  vectorCount: number;
  missingVectors: number;
  canEmbed: boolean;
  /** Work on vectors or maps that has not ended well yet. */
  job: JobRow | null;
  /** The map that the page shows. */
  shown: string | null;
  /** Nobody has asked for a map of these vectors yet: the first is made without being asked for. */
  begins: boolean;
}

/** Projects again with other parameters, or first gives memories the vectors they lack. */
export function ProjectionForm({
  studyId,
  model,
  parameters,
  vectorCount,
  missingVectors,
  canEmbed,
  job: newest,
  shown,
  begins,
}: Props) {
  const router = useRouter();
  const tooMany = vectorCount > MOST_REFERENCE_POINTS;
  // What was started here is in view until the page shows what came of it, then what the page knows of.
  const before = `${shown} ${missingVectors}`;
  const [started, setStarted] = useState<{ job: JobRow; before: string } | null>(null);
  const job = started?.before === before ? started.job : newest;
  const [problem, setProblem] = useState<Problem | null>(null);
  const start = async (path: string, body: Record<string, unknown>) => {
    const answer = await sendJson<{ job: JobRow }>('POST', `/api/v1/studies/${studyId}/${path}`, body);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) setStarted({ job: answer.value.job, before });
    router.refresh();
  };
  const form = useRef<HTMLFormElement>(null);
  const begun = useRef(false);
  useEffect(() => {
    if (!begins || begun.current) return;
    begun.current = true;
    form.current?.requestSubmit();
  }, [begins]);
  return (
    <div className="space-y-3">
      <form
        ref={form}
        className="flex flex-wrap items-end gap-3"
        onSubmit={(e) => {
          e.preventDefault();
          const chosen = new FormData(e.currentTarget);
          void start('projections', {
            model,
            neighbors: Number(chosen.get('neighbors')),
            minDist: Number(chosen.get('minDist')),
            metric: chosen.get('metric'),
            seed: Number(chosen.get('seed')),
            dimensions: Number(chosen.get('dimensions')),
            engine: chosen.get('engine'),
          });
        }}
      >
        <NumberInput
          label="Neighbours"
          name="neighbors"
          min={2}
          max={200}
          defaultValue={parameters.neighbors}
        />
        <NumberInput
          label="Minimum distance"
          name="minDist"
          min={0}
          max={0.99}
          step="any"
          defaultValue={parameters.minDist}
          width="w-24"
        />
        <label>
          <span className="field-label">Metric</span>
          <select name="metric" defaultValue={parameters.metric} className="field">
            <option>cosine</option>
            <option>euclidean</option>
          </select>
        </label>
        <label>
          <span className="field-label">Dimensions</span>
          <select name="dimensions" defaultValue={mapComponents(parameters)} className="field">
            <option>2</option>
            <option>3</option>
          </select>
        </label>
        <label>
          <span className="field-label">Engine</span>
          <select name="engine" defaultValue={parameters.engine ?? 'carryover'} className="field">
            {layoutEngines.map((engine) => (
              <option key={engine} disabled={engine === 'umap-js' && tooMany}>
                {engine}
              </option>
            ))}
          </select>
        </label>
        <NumberInput label="Seed" name="seed" defaultValue={parameters.seed} />
        <button type="submit" className="button button-primary">
          Project
        </button>
      </form>
      {tooMany ? (
        <p className="text-xs text-muted">
          umap-js, the reference engine, takes up to {MOST_REFERENCE_POINTS.toLocaleString('en-US')} memories:
          it would lay out {vectorCount.toLocaleString('en-US')} for minutes.
        </p>
      ) : null}
      {missingVectors > 0 ? (
        <p className="flex flex-wrap items-center gap-2 text-muted">
          {missingVectors.toLocaleString('en-US')} memories have no vector of {model} and are not on this map.
          {canEmbed ? (
            <button type="button" className="button" onClick={() => start('embeddings', { model })}>
              Embed them
            </button>
          ) : null}
          <Link className="link" href={`/studies/${studyId}/memories/embeddings`}>
            All vectors
          </Link>
        </p>
      ) : null}
      {job ? <JobProgress key={job.id} job={job} onEnd="refresh" /> : null}
      {job && mapping.has(job.kind) && unfolding.has(job.state) ? <UnfoldingMap jobId={job.id} /> : null}
      {problem ? (
        <ProblemState title="The work was not started" message={problem.message} hint={problem.hint} />
      ) : null}
    </div>
  );
}
