'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import { countOf, formatCount } from '@/app/_components/format';
import { type Problem, sendJson } from '@/app/_components/send-json';
import type { Choice } from '@/app/_components/url-select';
import { firstLlmDraft, toLlmUse } from '@/app/_llm/llm-draft';
import { LlmFields, ServiceNote } from '@/app/_llm/llm-fields';
import { type MethodId, methodIds, retrievalMethods } from '@/lib/core/retrieval';
import { countCombinations, expandGrid, mostArms } from '@/lib/core/retrieval/grid';
import { keyTextLabels, keyTexts } from '@/lib/core/retrieval/key-text';
import type { RetrievalMethod } from '@/lib/core/retrieval/method';
import {
  asksModel,
  controls,
  mostCandidates,
  outcomes,
  queryKinds,
  type Refinement,
  refinements,
} from '@/lib/core/retrieval/setting';
import { memoryTypes, scopes } from '@/lib/core/vocabulary';
import type { ServiceDescription } from '@/lib/llm/describe-service';
import { type GridChoice, standardChoice, toGrid } from './grid-choice';
import { GridEstimate } from './grid-estimate';

interface Option<T extends string> {
  value: T;
  label: string;
}

const plain = <T extends string>(values: readonly T[]): Option<T>[] =>
  values.map((value) => ({ value, label: value.replaceAll('-', ' ') }));

const refinementLabels: Record<Refinement, string> = {
  none: 'as they were found',
  rerank: 'ranked anew',
  rewrite: 'rewritten for the task',
  'rerank-rewrite': 'ranked anew, then rewritten',
};

const options = {
  methods: methodIds.map((value) => ({ value, label: retrievalMethods[value].label })),
  queries: queryKinds.map((value) => ({
    value,
    label: value === 'task' ? 'the task’s own text' : `a ${value} of the task`,
  })),
  keyTexts: keyTexts.map((value) => ({ value, label: keyTextLabels[value] })),
  refinements: refinements.map((value) => ({ value, label: refinementLabels[value] })),
  scopes: scopes.map((value) => ({ value, label: value })),
  types: [...plain(memoryTypes), { value: 'all' as const, label: 'all types together' }],
  topN: ['1', '3', '5', '10'].map((value) => ({ value, label: `top ${value}` })),
  outcomes: outcomes.map((value) => ({ value, label: value === 'both' ? 'both' : `${value} only` })),
  poolFractions: [
    { value: '0.25', label: '1/4' },
    { value: '0.5', label: '2/4' },
    { value: '0.75', label: '3/4' },
    { value: '1', label: 'the whole pool' },
  ],
  controls: controls.map((value) => ({
    value,
    label: value === 'none' ? 'as it is' : value.replace('-', ' '),
  })),
  suspects: [
    { value: 'kept' as const, label: 'kept and marked' },
    { value: 'left-out' as const, label: 'left out' },
  ],
};

function Checks<T extends string>({
  legend,
  options: offered,
  chosen,
  onChange,
}: {
  legend: string;
  options: Option<T>[];
  chosen: T[];
  onChange: (chosen: T[]) => void;
}) {
  return (
    <fieldset>
      <legend className="field-label">{legend}</legend>
      <div className="space-y-1">
        {offered.map((o) => (
          <label key={o.value} className="flex items-center gap-2">
            <input
              type="checkbox"
              checked={chosen.includes(o.value)}
              onChange={(e) =>
                onChange(e.target.checked ? [...chosen, o.value] : chosen.filter((c) => c !== o.value))
              }
            />
            {o.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Numbers({
  label,
  note,
  value,
  placeholder,
  onChange,
}: {
  label: string;
  note?: string;
  value: string;
  placeholder: string;
  onChange: (value: string) => void;
}) {
  return (
    <label className="block">
      <span className="field-label">{label}</span>
      <input
        className="field w-44"
        value={value}
        onChange={(e) => onChange(e.target.value)}
        placeholder={placeholder}
        inputMode="decimal"
      />
      {note ? <span className="block max-w-56 text-xs text-muted">{note}</span> : null}
    </label>
  );
}

function Parameters({ choice, change }: { choice: GridChoice; change: (part: Partial<GridChoice>) => void }) {
  const tuned = choice.methods.flatMap((id: MethodId) =>
    Object.entries((retrievalMethods[id] as RetrievalMethod).parameters ?? {}).map(([name, parameter]) => ({
      key: `${id} ${name}`,
      label: `${parameter.label} of ${retrievalMethods[id].label}`,
      ...{ meaning: parameter.meaning, standard: parameter.standard },
    })),
  );
  if (tuned.length === 0) return <p className="text-muted">The chosen methods have none.</p>;
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-3">
      {tuned.map(({ key, label, meaning, standard }) => (
        <Numbers
          key={key}
          label={label}
          note={`Higher: ${meaning}.`}
          value={choice.parameters[key] ?? ''}
          placeholder={String(standard)}
          onChange={(value) => change({ parameters: { ...choice.parameters, [key]: value } })}
        />
      ))}
    </div>
  );
}

/** Composes a grid of retrieval settings and starts it, by itself or as more arms of an ablation that is there. */
export function GridForm({
  studyId,
  taskCount,
  models,
  writers,
  service,
  promptTexts,
  extend,
}: {
  studyId: string;
  taskCount: number;
  models: Choice[];
  /** Models that wrote memories of the study. */
  writers: string[];
  service: ServiceDescription;
  /** What models are told. */
  promptTexts: ReactNode;
  /** The ablation that the arms are added to. */
  extend?: string;
}) {
  const router = useRouter();
  const [choice, setChoice] = useState(standardChoice);
  const [model, setModel] = useState('');
  const [llm, setLlm] = useState(() => firstLlmDraft(service));
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<GridChoice>) => setChoice({ ...choice, ...part });
  const composed = composedOf(choice);

  const start = async () => {
    if (!('grid' in composed)) return;
    setBusy(true);
    const { grid } = composed;
    const asked = composed.asks ? { llm: toLlmUse(llm) } : {};
    const answer = extend
      ? await sendJson<{ ablationId: string }>('POST', `/api/v1/ablations/${extend}/arms`, { grid, ...asked })
      : await sendJson<{ ablationId: string }>('POST', `/api/v1/studies/${studyId}/ablations`, {
          grid,
          ...asked,
          model: model || null,
          ...(name.trim() ? { name: name.trim() } : {}),
        });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    setProblem(null);
    if (extend) router.refresh();
    else router.push(`/studies/${studyId}/ablations/${answer.value.ablationId}`);
  };

  return (
    <form
      className="space-y-4"
      onSubmit={(e) => {
        e.preventDefault();
        void start();
      }}
    >
      <div className="flex flex-wrap gap-x-10 gap-y-4">
        <Checks
          legend="Methods"
          options={options.methods}
          chosen={choice.methods}
          onChange={(methods) => change({ methods })}
        />
        <Checks
          legend="Scopes"
          options={options.scopes}
          chosen={choice.scopes}
          onChange={(chosen) => change({ scopes: chosen })}
        />
        <Checks
          legend="Memory types"
          options={options.types}
          chosen={choice.types}
          onChange={(types) => change({ types })}
        />
        <Checks
          legend="Top-N"
          options={options.topN}
          chosen={choice.topN}
          onChange={(topN) => change({ topN })}
        />
        {extend ? null : (
          <div className="space-y-2.5">
            <label className="block">
              <span className="field-label">Name</span>
              <input
                className="field w-64"
                value={name}
                onChange={(e) => setName(e.target.value)}
                placeholder="Retrieval ablation"
                maxLength={200}
              />
            </label>
            <label className="block">
              <span className="field-label">Embedding model</span>
              <select className="field w-64" value={model} onChange={(e) => setModel(e.target.value)}>
                <option value="">the one the memories have</option>
                {models.map((m) => (
                  <option key={m.value} value={m.value}>
                    {m.label}
                  </option>
                ))}
              </select>
            </label>
          </div>
        )}
      </div>
      <details>
        <summary className="cursor-pointer text-muted">
          With a language model: queries, reranking, rewriting
        </summary>
        <div className="flex flex-wrap gap-x-10 gap-y-4 pt-3">
          <Checks
            legend="Search by"
            options={options.queries}
            chosen={choice.queries}
            onChange={(queries) => change({ queries })}
          />
          <Checks
            legend="Give the memories"
            options={options.refinements}
            chosen={choice.refinements}
            onChange={(chosen) => change({ refinements: chosen })}
          />
          <Numbers
            label="Candidates"
            note={`Memories that are ranked anew, 2 to ${mostCandidates}.`}
            value={choice.candidates}
            placeholder="20"
            onChange={(candidates) => change({ candidates })}
          />
        </div>
        <div className="pt-4">
          <p className="field-label">What the model is told</p>
          {promptTexts}
        </div>
      </details>
      <details>
        <summary className="cursor-pointer text-muted">
          More dimensions: searched text, pool, sources, guard against leaks, controls, seeds
        </summary>
        <div className="flex flex-wrap gap-x-10 gap-y-4 pt-3">
          <Checks
            legend="Searched text of a memory"
            options={options.keyTexts}
            chosen={choice.keyTexts}
            onChange={(chosen) => change({ keyTexts: chosen })}
          />
          <Checks
            legend="Source trials"
            options={options.outcomes}
            chosen={choice.outcomes}
            onChange={(chosen) => change({ outcomes: chosen })}
          />
          <Checks
            legend="Share of the pool"
            options={options.poolFractions}
            chosen={choice.poolFractions}
            onChange={(poolFractions) => change({ poolFractions })}
          />
          <Checks
            legend="Suspected leaks"
            options={options.suspects}
            chosen={choice.suspects}
            onChange={(suspects) => change({ suspects })}
          />
          <Checks
            legend="Negative controls"
            options={options.controls}
            chosen={choice.controls}
            onChange={(chosen) => change({ controls: chosen })}
          />
          {writers.length > 0 ? (
            <Checks
              legend="Memories written by"
              options={[{ value: '', label: 'any model' }, ...writers.map((w) => ({ value: w, label: w }))]}
              chosen={choice.sourceModels}
              onChange={(sourceModels) => change({ sourceModels })}
            />
          ) : null}
          <div className="space-y-2.5">
            <Numbers
              label="Source benchmarks"
              note="How many, drawn by the seed."
              value={choice.sourceBenchmarks}
              placeholder="all"
              onChange={(sourceBenchmarks) => change({ sourceBenchmarks })}
            />
            <Numbers
              label="Least score"
              note="On the method’s own scale."
              value={choice.minimumScores}
              placeholder="none"
              onChange={(minimumScores) => change({ minimumScores })}
            />
            <Numbers
              label="Seeds"
              value={choice.seeds}
              placeholder="7"
              onChange={(seeds) => change({ seeds })}
            />
          </div>
        </div>
      </details>
      <details>
        <summary className="cursor-pointer text-muted">Parameters of the methods</summary>
        <div className="pt-3">
          <Parameters choice={choice} change={change} />
        </div>
      </details>
      {'grid' in composed && composed.asks ? (
        <div className="space-y-3 border-t border-line pt-4">
          <ServiceNote
            service={service}
            sent="tasks and memories go there"
            otherwise="Arms that ask no model work now."
          />
          <LlmFields
            draft={llm}
            service={service}
            onChange={(part) => setLlm((before) => ({ ...before, ...part }))}
          />
        </div>
      ) : null}
      <div className="flex flex-wrap items-center gap-3">
        <button type="submit" className="button button-primary" disabled={busy || !('grid' in composed)}>
          {'grid' in composed
            ? `${extend ? 'Add' : 'Run'} ${countOf(composed.arms, 'arm')}`
            : extend
              ? 'Add arms'
              : 'Run'}
        </button>
        <span className="tabular text-muted" aria-live="polite">
          {'grid' in composed
            ? `${countOf(composed.arms, 'arm')} × ${countOf(taskCount, 'task')} = ${formatCount(composed.arms * taskCount)} retrievals`
            : composed.problem}
          {'grid' in composed ? (
            composed.asks ? (
              <GridEstimate studyId={studyId} grid={composed.grid} llm={llm} />
            ) : (
              '; no calls of a language model, no cost.'
            )
          ) : null}
        </span>
      </div>
      <p className="max-w-3xl text-xs text-muted">
        In a field, several values with commas between are tried one by one. Equal arms run once.
      </p>
      {problem ? (
        <ProblemState title="The ablation was not started" message={problem.message} hint={problem.hint} />
      ) : null}
    </form>
  );
}

/** The grid with its number of arms, or what stands in its way. */
function composedOf(choice: GridChoice) {
  const made = toGrid(choice);
  if ('problem' in made) return made;
  const combinations = countCombinations(made.grid);
  if (combinations > mostArms)
    return { problem: `${formatCount(combinations)} combinations; at most ${mostArms} are run at once.` };
  try {
    const arms = expandGrid(made.grid);
    return { ...made, arms: arms.length, asks: arms.some(asksModel) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
