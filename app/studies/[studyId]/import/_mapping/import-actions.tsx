'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import { countOf } from '@/app/_components/format';
import { type Problem, sendJson } from '@/app/_components/send-json';
import type { ImportSource } from '@/db/schema';
import type { StudyMapping } from '@/lib/importers/mapping/mapping';
import { MappingEditor } from './mapping-editor';
import type { MappingStart } from './use-choices';

/** The last step before an import: what is chosen, and the way on. */
export function ImportWithMapping({
  start,
  pools,
  studyId,
  given,
  counts,
}: {
  start: MappingStart;
  pools: string[];
  studyId: string;
  given: { survey: string; sources: ImportSource[]; condition: string | null };
  counts: { trials: number; memories: number };
}) {
  const router = useRouter();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const begin = async (mapping?: StudyMapping) => {
    setBusy(true);
    const answer = await sendJson<{ importId: string }>('POST', `/api/v1/studies/${studyId}/imports`, {
      ...given,
      mapping,
    });
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) router.push(`/studies/${studyId}/import/${answer.value.importId}`);
    else setBusy(false);
  };
  const what =
    [
      counts.trials > 0 ? countOf(counts.trials, 'trial') : null,
      counts.memories > 0 ? countOf(counts.memories, 'memory', 'memories') : null,
    ]
      .filter(Boolean)
      .join(' and ') || 'these files';
  return (
    <MappingEditor start={start} pools={pools}>
      {(chosen) => (
        <div className="sticky bottom-0 z-20 -mx-1 space-y-2 border-t border-line bg-surface px-1 py-3">
          {problem ? (
            <ProblemState title="The import did not start" message={problem.message} hint={problem.hint} />
          ) : null}
          <div className="flex flex-wrap items-center gap-2">
            <button
              type="button"
              className="button button-primary"
              disabled={busy}
              onClick={() => void begin(chosen())}
            >
              {busy ? 'Starting' : `Import ${what}`}
            </button>
            <Link className="button" href={`/studies/${studyId}/import`}>
              Not now
            </Link>
            <p className="text-xs text-muted">
              The mapping is kept with the study, offered at the next import, and can be changed later.
            </p>
          </div>
        </div>
      )}
    </MappingEditor>
  );
}
