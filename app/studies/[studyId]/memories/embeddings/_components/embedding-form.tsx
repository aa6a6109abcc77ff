'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ProblemState } from '@/app/_components/empty-state';
import { type Problem, sendJson } from '@/app/_components/send-json';
import { type KeyText, keyTextLabels, keyTexts } from '@/lib/core/retrieval/key-text';
import { isTransformersName } from '@/lib/embedders/transformers-name';
import type { EmbeddingEstimate } from '@/lib/queries/estimate-embedding';
import { EstimateText } from './estimate-text';

interface Props {
  studyId: string;
  models: { model: string; label: string; dimensions: number | null; takesDimensions: boolean }[];
  /** The configured service; null when there is none. */
  serviceHost: string | null;
  initial: { model: string; keyText: KeyText };
}

const says: Record<KeyText, string> = {
  key: 'What the pool names as its key: of a trajectory the task, of a workflow the goal, of a summary the task, of an insight the title.',
  'title-description': 'Its title and its description.',
  'full-text': 'All it says: title, description and content. Long texts are cut at the limit of the model.',
};

/** Chooses a model and a text, shows what embedding would take, and starts it. */
export function EmbeddingForm({ studyId, models, serviceHost, initial }: Props) {
  const router = useRouter();
  const [draft, setDraft] = useState({ ...initial, dimensions: '' });
  const [estimate, setEstimate] = useState<EmbeddingEstimate | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState<'estimate' | 'start' | null>(null);
  const path = `/api/v1/studies/${studyId}/embeddings`;
  const known = models.find(({ model }) => model === draft.model.trim());
  const onThisMachine = isTransformersName(draft.model.trim());
  const askDimensions = known ? known.takesDimensions : serviceHost !== null && !onThisMachine;
  const servedBy = onThisMachine
    ? 'Hugging Face model, on this machine'
    : serviceHost
      ? `Asked at ${serviceHost}, as it names the model.`
      : 'Not set up here.';

  const set = (change: Partial<typeof draft>) => {
    setDraft({ ...draft, ...change });
    setEstimate(null);
    setProblem(null);
  };
  const send = async (what: 'estimate' | 'start') => {
    setBusy(what);
    const dimensions = askDimensions && draft.dimensions.trim() !== '' ? Number(draft.dimensions) : null;
    const body = { model: draft.model.trim(), keyText: draft.keyText, dimensions };
    const answer = await sendJson<{ estimate?: EmbeddingEstimate }>(
      'POST',
      what === 'estimate' ? `${path}/estimate` : path,
      body,
    );
    setBusy(null);
    setProblem(answer.ok ? null : answer.problem);
    setEstimate(answer.ok ? (answer.value.estimate ?? null) : null);
    if (answer.ok && what === 'start') router.refresh();
  };
  const ready = estimate !== null && estimate.memories > 0;

  return (
    <form
      className="space-y-4"
      onSubmit={(e) => {
        e.preventDefault();
        void send(ready ? 'start' : 'estimate');
      }}
    >
      <div className="flex flex-wrap items-start gap-x-5 gap-y-3">
        <label className="block w-80 max-w-full">
          <span className="field-label">Model</span>
          <input
            className="field w-full"
            list="embedding-models"
            required
            maxLength={200}
            value={draft.model}
            onChange={(e) => set({ model: e.target.value })}
          />
          <datalist id="embedding-models">
            {models.map(({ model, label }) => (
              <option key={model} value={model}>
                {label}
              </option>
            ))}
          </datalist>
          <span className="mt-1 block text-xs text-muted">{known ? known.label : servedBy}</span>
        </label>
        <label className="block w-80 max-w-full">
          <span className="field-label">Text of the memory</span>
          <select
            className="field w-full"
            value={draft.keyText}
            onChange={(e) => set({ keyText: e.target.value as KeyText })}
          >
            {keyTexts.map((keyText) => (
              <option key={keyText} value={keyText}>
                {keyTextLabels[keyText]}
              </option>
            ))}
          </select>
          <span className="mt-1 block text-xs text-muted">{says[draft.keyText]}</span>
        </label>
        {askDimensions ? (
          <label className="block w-44">
            <span className="field-label">Dimensions</span>
            <input
              className="field w-full"
              type="number"
              min={1}
              step={1}
              placeholder={known?.dimensions ? String(known.dimensions) : 'as the model gives'}
              value={draft.dimensions}
              onChange={(e) => set({ dimensions: e.target.value })}
            />
            <span className="mt-1 block text-xs text-muted">Fewer make another set of vectors.</span>
          </label>
        ) : null}
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2" aria-live="polite">
        <button
          type="submit"
          className="button button-primary"
          disabled={busy !== null || !draft.model.trim()}
        >
          {ready ? (busy ? 'Starting' : 'Start') : busy ? 'Estimating' : 'Estimate'}
        </button>
        {estimate ? (
          <EstimateText estimate={estimate} />
        ) : (
          <span className="text-muted">Says what it would take; nothing is sent yet.</span>
        )}
      </div>
      {problem ? (
        <ProblemState title="This was not started" message={problem.message} hint={problem.hint} />
      ) : null}
      {serviceHost === null ? (
        <p className="max-w-4xl text-xs text-muted">
          For other models set <code className="font-mono">OPENAI_API_KEY</code>, or{' '}
          <code className="font-mono">OPENAI_BASE_URL</code> for a service of your own (Azure, vLLM, Ollama,
          LM Studio), and start Carryover again. Hugging Face models run on this machine after{' '}
          <code className="font-mono">npm install @huggingface/transformers</code>.
        </p>
      ) : null}
    </form>
  );
}
