'use client';

import { useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import { JobProgress } from '@/app/_components/job-progress';
import { type Problem, sendJson } from '@/app/_components/send-json';
import type { StudyMapping } from '@/lib/importers/mapping/mapping';
import type { JobRow } from '@/lib/queries/jobs';
import { MappingEditor } from './mapping-editor';
import type { MappingStart } from './use-choices';

/** Changes the mapping of what is stored, and takes the last change back. */
export function ApplyMapping({
  start,
  pools,
  studyId,
  canUndo,
}: {
  start: MappingStart;
  pools: string[];
  studyId: string;
  canUndo: boolean;
}) {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [job, setJob] = useState<JobRow | null>(null);
  const apply = async (body: { mapping: StudyMapping } | { undo: true }) => {
    const answer = await sendJson<{ job: JobRow }>('PUT', `/api/v1/studies/${studyId}/mapping`, body);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) setJob(answer.value.job);
  };
  return (
    <MappingEditor key={JSON.stringify(start.mapping)} start={start} pools={pools}>
      {(chosen) => (
        <div className="sticky bottom-0 z-20 -mx-1 space-y-2 border-t border-line bg-surface px-1 py-3">
          {problem ? (
            <ProblemState title="The mapping was not changed" message={problem.message} hint={problem.hint} />
          ) : null}
          {job ? <JobProgress key={job.id} job={job} onEnd="refresh" /> : null}
          <div className="flex flex-wrap items-center gap-2">
            <button
              type="button"
              className="button button-primary"
              onClick={() => void apply({ mapping: chosen() })}
            >
              Apply to what is stored
            </button>
            {canUndo ? (
              <button type="button" className="button" onClick={() => void apply({ undo: true })}>
                Take the last change back
              </button>
            ) : null}
            <p className="text-xs text-muted">Nothing is imported again: trials move, their logs stay.</p>
          </div>
        </div>
      )}
    </MappingEditor>
  );
}
