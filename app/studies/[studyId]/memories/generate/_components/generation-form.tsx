'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import { formatCount } from '@/app/_components/format';
import { Labelled } from '@/app/_components/labelled';
import { MemoryTypeMark } from '@/app/_components/memory-type-mark';
import { type Problem, sendJson } from '@/app/_components/send-json';
import { LlmFields } from '@/app/_llm/llm-fields';
import { memoryTypes } from '@/lib/core/vocabulary';
import type { ServiceDescription } from '@/lib/llm/describe-service';
import type { GenerationEstimate } from '@/lib/queries/estimate-generation';
import type { GenerationChoices } from '@/lib/queries/generation-choices';
import { CheckList } from './check-list';
import { EstimateText } from './estimate-text';
import { firstDraft, type GenerationDraft, toRequest } from './generation-draft';

/** Chooses what is generated, shows what it would take, and starts it. */
export function GenerationForm({
  studyId,
  choices,
  service,
}: {
  studyId: string;
  choices: GenerationChoices;
  service: ServiceDescription;
}) {
  const router = useRouter();
  const [draft, setDraft] = useState(() => firstDraft(service));
  const [estimate, setEstimate] = useState<GenerationEstimate | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState<'estimate' | 'start' | null>(null);
  const base = `/api/v1/studies/${studyId}/generations`;

  const set = (change: Partial<GenerationDraft>) => {
    setDraft({ ...draft, ...change });
    setEstimate(null);
    setProblem(null);
  };
  const text = (name: keyof GenerationDraft) => ({
    value: String(draft[name]),
    onChange: (e: { target: { value: string } }) => set({ [name]: e.target.value }),
  });
  const tick = (name: 'judgeTrialsWithoutVerifier' | 'judgeTrialsWithVerifier') => ({
    checked: draft[name],
    onChange: (e: { target: { checked: boolean } }) => set({ [name]: e.target.checked }),
  });

  const askEstimate = async () => {
    setBusy('estimate');
    const { name: _, ...spec } = toRequest(draft);
    const answer = await sendJson<{ estimate: GenerationEstimate }>('POST', `${base}/estimate`, spec);
    setBusy(null);
    setProblem(answer.ok ? null : answer.problem);
    setEstimate(answer.ok ? answer.value.estimate : null);
  };
  const start = async () => {
    setBusy('start');
    const answer = await sendJson('POST', base, toRequest(draft));
    setBusy(null);
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) return;
    setEstimate(null);
    setDraft({ ...draft, name: '' });
    router.refresh();
  };

  const asksModel =
    draft.types.some((type) => type !== 'trajectory') ||
    draft.judgeTrialsWithVerifier ||
    draft.judgeTrialsWithoutVerifier;

  return (
    <form
      className="space-y-5"
      onSubmit={(e) => {
        e.preventDefault();
        void (estimate && estimate.items > 0 ? start() : askEstimate());
      }}
    >
      <div className="grid gap-x-10 gap-y-5 sm:grid-cols-2 xl:grid-cols-4">
        <fieldset>
          <legend className="field-label">Memory types</legend>
          <div className="space-y-1">
            {memoryTypes.map((type) => (
              <label key={type} className="flex items-center gap-2">
                <input
                  type="checkbox"
                  checked={draft.types.includes(type)}
                  onChange={(e) =>
                    set({
                      types: e.target.checked
                        ? [...draft.types, type]
                        : draft.types.filter((t) => t !== type),
                    })
                  }
                />
                <MemoryTypeMark type={type} />
                {type === 'trajectory' ? <span className="text-xs text-faint">needs no model</span> : null}
              </label>
            ))}
          </div>
          <div className="mt-3 space-y-1">
            <p className="field-label">Judge by the model</p>
            <label className="flex items-start gap-2">
              <input type="checkbox" className="mt-1" {...tick('judgeTrialsWithoutVerifier')} />
              <span>
                trials without a verifier{' '}
                <span className="tabular text-xs text-faint">{formatCount(choices.unverified)}</span>
              </span>
            </label>
            <label className="flex items-start gap-2">
              <input type="checkbox" className="mt-1" {...tick('judgeTrialsWithVerifier')} />
              <span>
                the others too, to compare{' '}
                <span className="tabular text-xs text-faint">
                  {formatCount(choices.trials - choices.unverified)}
                </span>
              </span>
            </label>
          </div>
        </fieldset>
        <CheckList
          legend="Conditions"
          options={choices.conditions}
          chosen={draft.conditions}
          onChange={(conditions) => set({ conditions })}
        />
        <CheckList
          legend="Benchmarks"
          options={choices.benchmarks}
          chosen={draft.benchmarks}
          onChange={(benchmarks) => set({ benchmarks })}
        />
        <div className="space-y-2.5">
          <Labelled label="Trials at most, drawn by the seed">
            <input className="field w-28" inputMode="numeric" placeholder="all" {...text('limit')} />
          </Labelled>
          <Labelled label="Seed">
            <input className="field w-28" inputMode="numeric" {...text('seed')} />
          </Labelled>
          <Labelled label="Name, also of the new pool">
            <input
              className="field w-full max-w-64"
              placeholder="Generated memories"
              maxLength={200}
              {...text('name')}
            />
          </Labelled>
        </div>
      </div>

      {asksModel ? (
        <div className="border-t border-line pt-4">
          <LlmFields draft={draft} service={service} onChange={set} />
        </div>
      ) : null}

      <div className="flex flex-wrap items-center gap-x-4 gap-y-2" aria-live="polite">
        {estimate && estimate.items > 0 ? (
          <>
            <button type="submit" className="button button-primary" disabled={busy !== null}>
              {busy === 'start' ? 'Starting' : 'Start'}
            </button>
            <EstimateText estimate={estimate} />
          </>
        ) : (
          <>
            <button
              type="submit"
              className="button button-primary"
              disabled={busy !== null || draft.types.length === 0}
            >
              {busy === 'estimate' ? 'Estimating' : 'Estimate'}
            </button>
            {estimate ? (
              <EstimateText estimate={estimate} />
            ) : (
              <span className="text-muted">
                {draft.types.length === 0
                  ? 'Choose at least one memory type.'
                  : 'Says what it would take; nothing is started yet.'}
              </span>
            )}
          </>
        )}
      </div>
      {problem ? (
        <ProblemState title="This was not started" message={problem.message} hint={problem.hint} />
      ) : null}
    </form>
  );
}
