'use client';

import { useRouter } from 'next/navigation';
import { useId, useState } from 'react';
import type { StudyRow } from '@/lib/queries/studies';
import { ProblemState } from './empty-state';
import { sendJson } from './send-json';

/** Makes a study and goes to its import page. */
export function NewStudyForm() {
  const id = useId();
  const router = useRouter();
  const [problem, setProblem] = useState<{ message: string; hint?: string | undefined } | null>(null);
  const [busy, setBusy] = useState(false);
  const create = async (name: string) => {
    setBusy(true);
    const answer = await sendJson<{ study: StudyRow }>('POST', '/api/v1/studies', { name });
    if (answer.ok) router.push(`/studies/${answer.value.study.id}/import`);
    else setProblem(answer.problem);
    setBusy(false);
  };
  return (
    <form
      className="space-y-3"
      onSubmit={(e) => {
        e.preventDefault();
        void create(String(new FormData(e.currentTarget).get('name') ?? ''));
      }}
    >
      <div className="flex flex-wrap items-end gap-2">
        <div>
          <label htmlFor={id} className="field-label">
            Name
          </label>
          <input
            id={id}
            name="name"
            required
            maxLength={200}
            className="field w-72 max-w-full"
            autoComplete="off"
          />
        </div>
        <button type="submit" className="button button-primary" disabled={busy}>
          Create study
        </button>
      </div>
      {problem ? <ProblemState title="The study was not made" {...problem} /> : null}
    </form>
  );
}
