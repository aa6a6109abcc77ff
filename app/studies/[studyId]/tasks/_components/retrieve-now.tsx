'use client';

import { useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import { formatDuration } from '@/app/_components/format';
import { JobProgress } from '@/app/_components/job-progress';
import { type Problem, sendJson } from '@/app/_components/send-json';
import { memoryTypes, scopes } from '@/lib/core/vocabulary';
import type { JobRow } from '@/lib/queries/jobs';
import type { TaskRelevance } from '@/lib/queries/relevance';
import type { RetrievalAnswer } from '@/lib/queries/retrieve-memories';
import { HitList } from './hit-list';
import { PromptBlock } from './prompt-block';

const methods = ['cosine', 'bm25', 'random'] as const;

/** Retrieves for one text under a setting of the reader's choice. */
export function RetrieveNow({
  studyId,
  query,
  benchmark,
  task,
  relevance,
}: {
  studyId: string;
  query: string;
  benchmark: string;
  task: string;
  relevance: TaskRelevance;
}) {
  const [answer, setAnswer] = useState<RetrievalAnswer | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [job, setJob] = useState<JobRow | null>(null);
  const [busy, setBusy] = useState(false);

  const ask = async (form: FormData) => {
    setBusy(true);
    setJob(null);
    const result = await sendJson<RetrievalAnswer>('POST', `/api/v1/studies/${studyId}/retrieve`, {
      query,
      method: form.get('method'),
      scope: form.get('scope'),
      type: form.get('type') || null,
      top: Number(form.get('top')),
      targetBenchmark: benchmark,
      targetTask: task,
    });
    setAnswer(result.ok ? result.value : null);
    setProblem(result.ok ? null : result.problem);
    setBusy(false);
  };
  const embed = async () => {
    const result = await sendJson<{ job: JobRow }>('POST', `/api/v1/studies/${studyId}/embeddings`, {});
    if (result.ok) {
      setJob(result.value.job);
      setProblem(null);
    } else setProblem(result.problem);
  };

  return (
    <div className="space-y-4">
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(e) => {
          e.preventDefault();
          void ask(new FormData(e.currentTarget));
        }}
      >
        <label>
          <span className="field-label">Method</span>
          <select name="method" className="field">
            {methods.map((m) => (
              <option key={m}>{m}</option>
            ))}
          </select>
        </label>
        <label>
          <span className="field-label">Scope</span>
          <select name="scope" className="field">
            {scopes.map((s) => (
              <option key={s}>{s}</option>
            ))}
          </select>
        </label>
        <label>
          <span className="field-label">Memory type</span>
          <select name="type" className="field">
            <option value="">all types</option>
            {memoryTypes.map((t) => (
              <option key={t}>{t}</option>
            ))}
          </select>
        </label>
        <label>
          <span className="field-label">Top</span>
          <input
            name="top"
            type="number"
            min={1}
            max={100}
            required
            defaultValue={3}
            className="field w-20"
          />
        </label>
        <button type="submit" className="button button-primary" disabled={busy}>
          {busy ? 'Retrieving' : 'Retrieve'}
        </button>
      </form>
      {problem ? (
        <ProblemState title="Nothing was retrieved" message={problem.message} hint={problem.hint}>
          {problem.code === 'needs-embeddings' ? (
            <button type="button" className="button mt-2" onClick={embed}>
              Embed the memories with the local model
            </button>
          ) : null}
        </ProblemState>
      ) : null}
      {job ? (
        <div>
          <JobProgress job={job} />
          <p className="mt-1 text-xs text-muted">Once the memories are embedded, press Retrieve again.</p>
        </div>
      ) : null}
      <div aria-live="polite">
        {answer ? (
          answer.hits.length === 0 ? (
            <p className="text-muted">No memory is left after these filters.</p>
          ) : (
            <div className="space-y-3">
              <p className="text-xs text-muted">
                {answer.scoreMeaning}; {answer.candidates.toLocaleString('en-US')} memories,{' '}
                {formatDuration(answer.durationMs)}
                {answer.model ? `; ${answer.model}` : ''}
              </p>
              <HitList hits={answer.hits} studyId={studyId} relevance={relevance} />
              <PromptBlock text={answer.promptBlock} />
            </div>
          )
        ) : null}
      </div>
    </div>
  );
}
