'use client';

import { useId } from 'react';
import { Labelled } from '@/app/_components/labelled';
import type { ServiceDescription } from '@/lib/llm/describe-service';
import type { LlmDraft } from './llm-draft';

/** Which language model is asked, at which price, and within which budget. */
export function LlmFields({
  draft,
  service,
  onChange,
}: {
  draft: LlmDraft;
  service: ServiceDescription;
  onChange: (part: Partial<LlmDraft>) => void;
}) {
  const list = useId();
  const listed = service.models.find(({ model }) => model === draft.model.trim());
  const text = (name: Exclude<keyof LlmDraft, 'replayOnly'>) => ({
    value: draft[name],
    onChange: (e: { target: { value: string } }) => onChange({ [name]: e.target.value }),
  });
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2.5">
      <Labelled label="Language model">
        <input
          className="field w-56"
          list={list}
          placeholder="as the service names it"
          maxLength={200}
          {...text('model')}
        />
      </Labelled>
      <datalist id={list}>
        {service.models.map(({ model }) => (
          <option key={model} value={model} />
        ))}
      </datalist>
      <Labelled label={listed ? `$ per million in (list: ${listed.price.input})` : '$ per million tokens in'}>
        <input
          className="field w-36"
          inputMode="decimal"
          placeholder={listed ? 'list price' : 'unknown'}
          {...text('priceIn')}
        />
      </Labelled>
      <Labelled label={listed ? `out (list: ${listed.price.output})` : 'and out'}>
        <input
          className="field w-36"
          inputMode="decimal"
          placeholder={listed ? 'list price' : 'unknown'}
          {...text('priceOut')}
        />
      </Labelled>
      <Labelled label="Budget in US dollars">
        <input className="field w-28" inputMode="decimal" placeholder="none" {...text('budgetUsd')} />
      </Labelled>
      <Labelled label="Budget in tokens">
        <input className="field w-28" inputMode="numeric" placeholder="none" {...text('budgetTokens')} />
      </Labelled>
      <Labelled label="At a time">
        <input className="field w-16" inputMode="numeric" {...text('concurrency')} />
      </Labelled>
      <label className="flex h-8 items-center gap-2">
        <input
          type="checkbox"
          checked={draft.replayOnly}
          onChange={(e) => onChange({ replayOnly: e.target.checked })}
        />
        kept answers only
      </label>
    </div>
  );
}

/** Where models are asked, or why none can be. */
export function ServiceNote({
  service,
  sent,
  otherwise,
}: {
  service: ServiceDescription;
  /** What goes there, as half a sentence. */
  sent: string;
  /** What works without. */
  otherwise: string;
}) {
  if (service.state === 'ready') {
    return (
      <p className="text-muted">
        Models are asked at {service.host}; {sent}, keys in them removed.
      </p>
    );
  }
  return (
    <div className="rounded-md bg-warn-soft px-3 py-2 text-warn">
      {service.state === 'no-key' ? (
        <p>
          No language model is set up. Set <code className="font-mono text-xs">OPENAI_API_KEY</code>, or{' '}
          <code className="font-mono text-xs">OPENAI_BASE_URL</code> for a server of your own, and start
          Carryover again. {otherwise}
        </p>
      ) : (
        <p>
          <code className="font-mono text-xs">OPENAI_BASE_URL</code> is not an address. It should look like
          https://api.openai.com/v1. {otherwise}
        </p>
      )}
    </div>
  );
}
