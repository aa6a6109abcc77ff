'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import { formatCount } from '@/app/_components/format';
import { type Problem, sendJson } from '@/app/_components/send-json';
import type { Choice } from '@/app/_components/url-select';
import { type MemoryType, memoryTypes, type Scope, scopes } from '@/lib/core/vocabulary';
import { composeArms } from './grid-arms';

const methods = [
  { value: 'cosine', label: 'cosine' },
  { value: 'bm25', label: 'BM25' },
  { value: 'random', label: 'random' },
];
const sizes = [1, 3, 5, 10];
const maxArms = 200;

function Checks<T extends string>({
  legend,
  options,
  chosen,
  onChange,
}: {
  legend: string;
  options: { value: T; label: string }[];
  chosen: T[];
  onChange: (chosen: T[]) => void;
}) {
  return (
    <fieldset>
      <legend className="field-label">{legend}</legend>
      <div className="space-y-1">
        {options.map((o) => (
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

/** Composes a grid of retrieval settings and starts it. */
export function GridForm({
  studyId,
  taskCount,
  models,
}: {
  studyId: string;
  taskCount: number;
  models: Choice[];
}) {
  const router = useRouter();
  const [chosenMethods, setMethods] = useState(['cosine', 'bm25', 'random']);
  const [chosenScopes, setScopes] = useState<Scope[]>(['cross-domain']);
  const [types, setTypes] = useState<(MemoryType | 'all')[]>(['insight']);
  const [topN, setTopN] = useState(['3']);
  const [seed, setSeed] = useState(7);
  const [model, setModel] = useState('');
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const arms = composeArms({
    methods: chosenMethods,
    scopes: chosenScopes,
    types,
    topN: topN.map(Number),
    seed,
  });
  const tooMany = arms.length > maxArms;

  const start = async () => {
    setBusy(true);
    const answer = await sendJson<{ ablationId: string }>('POST', `/api/v1/studies/${studyId}/ablations`, {
      arms,
      model: model || null,
      ...(name.trim() ? { name: name.trim() } : {}),
    });
    setBusy(false);
    if (answer.ok) router.push(`/studies/${studyId}/ablations/${answer.value.ablationId}`);
    else setProblem(answer.problem);
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
        <Checks legend="Methods" options={methods} chosen={chosenMethods} onChange={setMethods} />
        <Checks
          legend="Scopes"
          options={scopes.map((s) => ({ value: s, label: s }))}
          chosen={chosenScopes}
          onChange={setScopes}
        />
        <Checks
          legend="Memory types"
          options={[
            ...memoryTypes.map((t) => ({ value: t, label: t })),
            { value: 'all' as const, label: 'all types together' },
          ]}
          chosen={types}
          onChange={setTypes}
        />
        <Checks
          legend="Top-N"
          options={sizes.map((n) => ({ value: String(n), label: `top ${n}` }))}
          chosen={topN}
          onChange={setTopN}
        />
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
          <label className="block">
            <span className="field-label">Seed</span>
            <input
              type="number"
              className="field w-24"
              value={seed}
              onChange={(e) => setSeed(Number(e.target.value) || 0)}
            />
          </label>
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <button
          type="submit"
          className="button button-primary"
          disabled={busy || arms.length === 0 || tooMany}
        >
          Run {formatCount(arms.length)} {arms.length === 1 ? 'arm' : 'arms'}
        </button>
        <span className="tabular text-muted" aria-live="polite">
          {arms.length === 0
            ? 'Choose at least one of each.'
            : tooMany
              ? `At most ${maxArms} arms at a time.`
              : `${formatCount(arms.length)} arms × ${formatCount(taskCount)} tasks = ${formatCount(arms.length * taskCount)} retrievals.`}
        </span>
      </div>
      {problem ? (
        <ProblemState title="The ablation was not started" message={problem.message} hint={problem.hint} />
      ) : null}
    </form>
  );
}
